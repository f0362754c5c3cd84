import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { percentile } from './percentile.ts';

const rounds = 20;

/** `npm run bench -- embed`: the bundled embedder over the demo group's names and descriptions, one text at a time. */
export async function run(): Promise<void> {
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const embedder = createBundledEmbedder();
  embedder.embedOne('first');
  const loadMs = performance.now() - started;
  const loadedMb = (process.memoryUsage().rss - before) / 2 ** 20;
  const { titles, paragraphs } = readTexts();
  for (const text of [...titles, ...paragraphs]) embedder.embedOne(text);
  const titleTimes = timeEach(embedder.embedOne, titles);
  const paragraphTimes = timeEach(embedder.embedOne, paragraphs);
  console.log(`embedder: ${embedder.id}, ${embedder.dimension} numbers a text`);
  console.log(
    `titles: ${titles.length}, p50 ${percentile(titleTimes, 0.5)} µs, p95 ${percentile(titleTimes, 0.95)} µs`,
  );
  const p50 = percentile(paragraphTimes, 0.5);
  console.log(`paragraphs: ${paragraphs.length}, p50 ${p50} µs, p95 ${percentile(paragraphTimes, 0.95)} µs`);
  const all = [...titleTimes, ...paragraphTimes];
  const result = {
    texts: all.length,
    p50_us: percentile(all, 0.5),
    p95_us: percentile(all, 0.95),
    texts_per_s: Math.round((all.length / all.reduce((sum, time) => sum + time, 0)) * 1e6),
    load_ms: Math.round(loadMs),
    rss_mb: Math.round(loadedMb * 10) / 10,
  };
  console.log(JSON.stringify(result));
}

function readTexts(): { readonly titles: readonly string[]; readonly paragraphs: readonly string[] } {
  const rows = ['skills', 'postings', 'courses'].flatMap(kind => {
    const text = readFileSync(new URL(`../../src/demo/${kind}.csv`, import.meta.url), 'utf8');
    return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
  });
  const column = (...names: readonly string[]) =>
    rows.flatMap(row => names.flatMap(name => (row[name] ? [row[name]] : [])));
  return {
    titles: column('name_ja', 'name_en', 'title_ja', 'title_en'),
    paragraphs: column('description_ja', 'description_en'),
  };
}

/** Microseconds of each text, several times over. */
function timeEach(embedOne: (text: string) => Float32Array, texts: readonly string[]): number[] {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const text of texts) {
      const started = performance.now();
      embedOne(text);
      times.push((performance.now() - started) * 1000);
    }
  }
  return times;
}
