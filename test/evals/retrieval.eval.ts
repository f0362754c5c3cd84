import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { type RetrievalFigures, retrievalFigures } from './metrics.ts';
import { type Mode, modes, type Ranker, rankInMemory } from './ranking.ts';
import { type RetrievalSet, readRetrievalSet } from './retrieval-set.ts';

const usage =
  'usage: npm run eval -- retrieval <folder> [--mode vector|lexical|fused] [--model <file>]; <folder> has queries.tsv, corpus.tsv and qrels.tsv';

/** `npm run eval -- retrieval <folder>`: how well the search finds what belongs to each query; `fused` is what the product does. */
export async function run(args: readonly string[]): Promise<void> {
  const { folder, mode, model } = readArguments(args);
  const set = readRetrievalSet(folder);
  const embedder = createBundledEmbedder(model === undefined ? {} : { path: model });
  const { figures, medianMs } = await measure(set, await rankInMemory(embedder, set.corpus, mode));
  console.log(JSON.stringify({ set: basename(folder), embedder: embedder.id, ...rounded(figures), p50_ms: medianMs }));
}

function readArguments(args: readonly string[]): { folder: string; mode: Mode; model: string | undefined } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { mode: { type: 'string', default: 'fused' }, model: { type: 'string' } },
  });
  const mode = modes.find(candidate => candidate === values.mode);
  const [folder] = positionals;
  if (folder === undefined || mode === undefined) throw new Error(usage);
  return { folder, mode, model: values.model };
}

async function measure(
  set: RetrievalSet,
  rank: Ranker,
): Promise<{ readonly figures: RetrievalFigures; readonly medianMs: number }> {
  const ranked = new Map<string, readonly string[]>();
  const times: number[] = [];
  for (const { id, text } of set.queries) {
    const started = performance.now();
    ranked.set(id, await rank(text));
    times.push(performance.now() - started);
  }
  const medianMs = times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
  return { figures: retrievalFigures(ranked, set.relevance), medianMs: Math.round(medianMs * 100) / 100 };
}

function rounded(figures: RetrievalFigures): RetrievalFigures {
  const entries = Object.entries(figures).map(([name, value]) => [name, Math.round(value * 10_000) / 10_000]);
  return Object.fromEntries(entries) as unknown as RetrievalFigures; // the same keys, each value rounded
}
