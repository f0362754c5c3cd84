import type { BarChart } from '../../../src/conversation/contract/reply.ts';
import { type ChartLook, drawBars } from '../../../src/platform/charts/bar-chart-svg.ts';

/** Widths in CSS pixels: one for the 44 rem column, one for a phone of 360 px. */
const widths = { wide: 520, narrow: 300 } as const;
/** The page's CSS variables, so that one drawing is right in light and in dark. */
const look: ChartLook = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  accent: 'var(--accent)',
  background: 'transparent',
  font: 'inherit',
};

export interface ChartDrawing {
  readonly wide: string;
  readonly narrow: string;
}

export async function drawChart(chart: BarChart): Promise<ChartDrawing> {
  return { wide: await drawBars(chart, widths.wide, look), narrow: await drawBars(chart, widths.narrow, look) };
}
