import type { BarChart } from '../../../src/conversation/contract/reply.ts';
import { readingLimits, slackLimits } from '../limits.ts';
import type { Blocks } from './context.ts';
import { escaped, marked, pieces } from './text.ts';

/**
 * Bars as squares in the text, with the figures in words: read aloud, found by search, right in light and dark, and without a picture of
 * somebody's skills among the files of the workspace.
 */
export function chartBlocks(chart: BarChart): Blocks {
  const rows = chart.rows.map(row => `${bar(row.value, row.needed, chart.max)}  ${row.label}: ${figures(chart, row)}`);
  return pieces(rows.join('\n'), slackLimits.sectionText, text => escaped(text).length).map(piece => ({
    type: 'section',
    text: marked(escaped(piece)),
    expand: true,
  }));
}

function bar(value: number, needed: number | undefined, max: number): string {
  const squares = Math.max(1, Math.min(readingLimits.barSquares, Math.round(max)));
  const scaled = (figure: number) => Math.round((figure / (max <= 0 ? 1 : max)) * squares);
  return Array.from({ length: squares }, (_, index) => {
    if (index < scaled(value)) return '■';
    return index < scaled(needed ?? 0) ? '□' : '·';
  }).join('');
}

function figures(chart: BarChart, row: BarChart['rows'][number]): string {
  const own = `${chart.valueLabel} ${row.value}`;
  return row.needed === undefined || chart.neededLabel === undefined
    ? own
    : `${own} · ${chart.neededLabel} ${row.needed}`;
}
