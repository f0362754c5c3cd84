import type { TopLevelSpec } from 'vega-lite';
import type { BarChart } from '../../../src/conversation/contract/reply.ts';

/** Widths in CSS pixels: one for the 44 rem column, one for a phone of 360 px. Text is not scaled, so each gets a drawing of its own. */
const widths = { wide: 520, narrow: 300 } as const;
const rowHeight = 56;

export interface ChartDrawing {
  readonly wide: string;
  readonly narrow: string;
}

/**
 * Draws the bars as SVG. Colours are the page's CSS variables, so one drawing is right in light and in dark. The two libraries take a
 * third of a second to load, so they are loaded with the first chart.
 */
export async function drawChart(chart: BarChart): Promise<ChartDrawing> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const draw = async (width: number): Promise<string> => {
    const view = new vega.View(vega.parse(vegaLite.compile(chartSpec(chart, width)).spec), { renderer: 'none' });
    try {
      return await view.toSVG();
    } finally {
      view.finalize();
    }
  };
  return { wide: await draw(widths.wide), narrow: await draw(widths.narrow) };
}

/** Each row: its name and its figures as words on one line, the bar below, a tick where the needed value is. No axis, no legend. */
function chartSpec(chart: BarChart, width: number): TopLevelSpec {
  const rows = chart.rows.map((row, index) => ({
    ...row,
    index,
    max: chart.max,
    zero: 0,
    figures: figures(chart, row),
  }));
  const y = { field: 'index', type: 'ordinal', axis: null } as const;
  const x = (field: string) => ({
    field,
    type: 'quantitative' as const,
    axis: null,
    scale: { domain: [0, chart.max], nice: false },
  });
  const bar = { type: 'bar', height: 10, yOffset: 12, cornerRadius: 2 } as const;
  const words = { type: 'text', baseline: 'middle', yOffset: -9, fontSize: 14 } as const;
  return {
    width,
    height: { step: rowHeight },
    padding: 1,
    data: { values: rows },
    config: { aria: false, background: 'transparent', view: { stroke: null, fill: null }, font: 'inherit' },
    layer: [
      { mark: { ...bar, color: 'var(--line)' }, encoding: { y, x: x('max') } },
      { mark: { ...bar, color: 'var(--accent)' }, encoding: { y, x: x('value') } },
      {
        transform: [{ filter: 'isValid(datum.needed)' }],
        mark: {
          type: 'tick',
          orient: 'vertical',
          size: 20,
          thickness: 3,
          opacity: 1,
          yOffset: 12,
          color: 'var(--ink)',
        },
        encoding: { y, x: x('needed') },
      },
      {
        mark: { ...words, align: 'left', color: 'var(--ink)' },
        encoding: { y, x: { value: 0 }, text: { field: 'label' } },
      },
      {
        mark: { ...words, align: 'right', color: 'var(--muted)' },
        encoding: { y, x: { value: width }, text: { field: 'figures' } },
      },
    ],
  };
}

/** "Mine 2 · needed 4": the label stands with the figure, so nobody looks up a legend. */
function figures(chart: BarChart, row: BarChart['rows'][number]): string {
  const own = `${chart.valueLabel} ${row.value}`;
  return row.needed === undefined || chart.neededLabel === undefined
    ? own
    : `${own} · ${chart.neededLabel} ${row.needed}`;
}
