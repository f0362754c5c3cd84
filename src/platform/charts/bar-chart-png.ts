import { type Bars, type ChartLook, drawBars } from './bar-chart-svg.ts';

/** Paper and ink: a picture cannot know whether it is seen in the light or in the dark, so it brings its own paper. */
const paper: ChartLook = {
  ink: '#1E2329',
  muted: '#5C6470',
  line: '#E4E0D8',
  accent: '#2F4B8F',
  background: '#FBFAF7',
  font: 'Noto Sans CJK JP, Noto Sans JP, sans-serif',
};
/** CSS pixels; the picture has twice as many, for sharp screens. */
const width = 520;
const padding = 16;

/**
 * The bars as a PNG. The words are drawn with the fonts of the machine: Japanese needs one, such as Debian's fonts-noto-cjk. The library is
 * loaded with the first picture.
 */
export async function barsAsPng(chart: Bars): Promise<Uint8Array> {
  const [{ default: sharp }, svg] = await Promise.all([import('sharp'), drawBars(chart, width, paper, padding)]);
  return sharp(Buffer.from(svg), { density: 144 }).png({ palette: true }).toBuffer();
}
