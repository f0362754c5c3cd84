import type { BarChart } from '../../../src/conversation/contract/reply.ts';
import { webLimits } from '../limits.ts';
import type { RenderContext } from './context.ts';
import { type Element, element } from './element.ts';
import { fold, splitAt } from './fold.ts';

/** A finding, its picture, and the same figures as a table for screen readers; rows that the picture has no room for are a table for all. */
export function renderChart(chart: BarChart, context: RenderContext, place: number): Element {
  const drawing = context.charts.get(place);
  const [shown, folded] = splitAt(chart.rows, webLimits.chartBars);
  return element(
    'figure',
    { class: 'chart' },
    element('figcaption', null, chart.title),
    drawing === undefined ? null : svg('wide', drawing.wide),
    drawing === undefined ? null : svg('narrow', drawing.narrow),
    figuresTable(chart, shown, 'hidden', context),
    folded.length === 0
      ? null
      : fold(context.words.moreItems(folded.length), figuresTable(chart, folded, 'table', context)),
  );
}

/** The one place where markup is set as it stands: we drew it ourselves, and the drawing escapes its labels. */
function svg(size: 'wide' | 'narrow', drawing: string): Element {
  return element('div', { class: size, 'aria-hidden': 'true', dangerouslySetInnerHTML: { __html: drawing } });
}

function figuresTable(
  chart: BarChart,
  rows: BarChart['rows'],
  style: 'hidden' | 'table',
  context: RenderContext,
): Element {
  const needed = chart.neededLabel;
  return element(
    'div',
    { class: style },
    element(
      'table',
      null,
      element('caption', null, chart.title),
      element(
        'thead',
        null,
        element(
          'tr',
          null,
          [context.words.chartCategory, chart.valueLabel, needed].map(name =>
            name === undefined ? null : element('th', { scope: 'col' }, name),
          ),
        ),
      ),
      element(
        'tbody',
        null,
        rows.map(row =>
          element(
            'tr',
            null,
            element('th', { scope: 'row' }, row.label),
            element('td', null, row.value),
            needed === undefined ? null : element('td', null, row.needed ?? ''),
          ),
        ),
      ),
    ),
  );
}
