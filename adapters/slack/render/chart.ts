import type { BarChart } from '../../../src/conversation/contract/reply.ts';
import { barFigures } from '../../../src/platform/charts/bar-chart-svg.ts';
import { readingLimits, slackLimits } from '../limits.ts';
import type { Blocks } from './context.ts';
import { escaped, marked, pieces, shortened } from './text.ts';

/**
 * A chart as a picture with the same figures in words for who does not see it; rows that the picture has no room for, and all of them where
 * there is no picture, are bars of squares in the text: read aloud, found by search, right in light and dark.
 */
export function chartBlocks(chart: BarChart, file: string | undefined): Blocks {
  if (file === undefined) return squares(chart, chart.rows);
  const drawn = drawnRows(chart);
  const picture = { type: 'image' as const, slack_file: { id: file }, alt_text: altTextOf(chart) };
  return [picture, ...squares(chart, chart.rows.slice(drawn.length))];
}

/** Bars are compared by eye, and their words have to fit into the text that is read instead of the picture. */
export function drawnRows(chart: BarChart): BarChart['rows'] {
  const fitting = chart.rows.findIndex(
    (_, index) => wordsOf(chart, chart.rows.slice(0, index + 1)).length > slackLimits.altText,
  );
  return chart.rows.slice(0, Math.min(readingLimits.chartBars, fitting < 0 ? chart.rows.length : fitting));
}

export function altTextOf(chart: BarChart): string {
  return shortened(wordsOf(chart, drawnRows(chart)), slackLimits.altText);
}

function wordsOf(chart: BarChart, rows: BarChart['rows']): string {
  return [chart.title, ...rows.map(row => `${row.label}: ${barFigures(chart, row)}`)].join('\n');
}

function squares(chart: BarChart, shown: BarChart['rows']): Blocks {
  if (shown.length === 0) return [];
  const rows = shown.map(row => `${bar(row.value, row.needed, chart.max)}  ${row.label}: ${barFigures(chart, row)}`);
  return pieces(rows.join('\n'), slackLimits.sectionText, text => escaped(text).length).map(piece => ({
    type: 'section',
    text: marked(escaped(piece)),
    expand: true,
  }));
}

function bar(value: number, needed: number | undefined, max: number): string {
  const length = Math.max(1, Math.min(readingLimits.barSquares, Math.round(max)));
  const scaled = (figure: number) => Math.round((figure / (max <= 0 ? 1 : max)) * length);
  return Array.from({ length }, (_, index) => {
    if (index < scaled(value)) return '■';
    return index < scaled(needed ?? 0) ? '□' : '·';
  }).join('');
}
