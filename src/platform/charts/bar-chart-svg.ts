import type { TopLevelSpec } from 'vega-lite';

/** Horizontal bars, one row a category; `needed` draws a tick on the bar. */
export interface Bars {
  readonly max: number;
  readonly valueLabel: string;
  readonly neededLabel?: string;
  readonly rows: readonly { readonly label: string; readonly value: number; readonly needed?: number }[];
}

/** Colours as CSS writes them, variables included, and the names of the fonts. */
export interface ChartLook {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly background: string;
  readonly font: string;
}

const rowHeight = 56;

/**
 * Draws the bars as SVG, `width` CSS pixels wide. Text is not scaled, so each width needs a drawing of its own. The two libraries take a
 * third of a second to load, so they are loaded with the first chart.
 */
export async function drawBars(chart: Bars, width: number, look: ChartLook, padding = 1): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const spec = vegaLite.compile(chartSpec(chart, width, look, padding)).spec;
  const view = new vega.View(vega.parse(spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Each row: its name and its figures as words on one line, the bar below, a tick where the needed value is. No axis, no legend. */
function chartSpec(chart: Bars, width: number, look: ChartLook, padding: number): TopLevelSpec {
  const rows = chart.rows.map((row, index) => ({
    ...row,
    index,
    max: chart.max,
    zero: 0,
    figures: barFigures(chart, row),
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
    padding,
    data: { values: rows },
    config: { aria: false, background: look.background, view: { stroke: null, fill: null }, font: look.font },
    layer: [
      { mark: { ...bar, color: look.line }, encoding: { y, x: x('max') } },
      { mark: { ...bar, color: look.accent }, encoding: { y, x: x('value') } },
      {
        transform: [{ filter: 'isValid(datum.needed)' }],
        mark: {
          type: 'tick',
          orient: 'vertical',
          size: 20,
          thickness: 3,
          opacity: 1,
          yOffset: 12,
          color: look.ink,
        },
        encoding: { y, x: x('needed') },
      },
      {
        mark: { ...words, align: 'left', color: look.ink },
        encoding: { y, x: { value: 0 }, text: { field: 'label' } },
      },
      {
        mark: { ...words, align: 'right', color: look.muted },
        encoding: { y, x: { value: width }, text: { field: 'figures' } },
      },
    ],
  };
}

/** "Mine 2 · needed 4": the label stands with the figure, so nobody looks up a legend. */
export function barFigures(chart: Bars, row: Bars['rows'][number]): string {
  const own = `${chart.valueLabel} ${row.value}`;
  return row.needed === undefined || chart.neededLabel === undefined
    ? own
    : `${own} · ${chart.neededLabel} ${row.needed}`;
}
