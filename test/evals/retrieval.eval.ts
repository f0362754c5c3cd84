import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import type { Embedder } from '../../src/platform/language/embedder.types.ts';
import { type RetrievalFigures, retrievalFigures } from './metrics.ts';
import { type Mode, modes, type Ranker, rankInMemory } from './ranking.ts';
import { rankInDatabase } from './ranking-in-database.ts';
import { type RetrievalSet, readRetrievalSet } from './retrieval-set.ts';

const usage = `usage: npm run eval -- retrieval <folder> [--mode vector|lexical|fused] [--model <file>] [--through memory|database]
<folder> has queries.tsv, corpus.tsv and qrels.tsv; the database knows the mode fused only`;

interface Arguments {
  readonly folder: string;
  readonly mode: Mode;
  readonly model: string | undefined;
  readonly through: 'memory' | 'database';
}

/**
 * `npm run eval -- retrieval <folder>`: how well the search finds what belongs to each query; `fused` is what the product does, and
 * `--through database` has the product do it, in a database of its own (TEST_DATABASE_URL or embedded).
 */
export async function run(args: readonly string[]): Promise<void> {
  const given = readArguments(args);
  const set = readRetrievalSet(given.folder);
  const embedder = createBundledEmbedder(given.model === undefined ? {} : { path: given.model });
  const { figures, medianMs } = await measureThrough(given, set, embedder);
  const what = { set: basename(given.folder), embedder: embedder.id, through: given.through };
  console.log(JSON.stringify({ ...what, ...rounded(figures), p50_ms: medianMs }));
}

function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      mode: { type: 'string', default: 'fused' },
      model: { type: 'string' },
      through: { type: 'string', default: 'memory' },
    },
  });
  const mode = modes.find(candidate => candidate === values.mode);
  const through = (['memory', 'database'] as const).find(candidate => candidate === values.through);
  const [folder] = positionals;
  if (folder === undefined || mode === undefined || through === undefined) throw new Error(usage);
  if (through === 'database' && mode !== 'fused') throw new Error(usage);
  return { folder, mode, through, model: values.model };
}

async function measureThrough({ mode, through }: Arguments, set: RetrievalSet, embedder: Embedder) {
  if (through === 'memory') return measure(set, await rankInMemory(embedder, set.corpus, mode));
  const { rank, close } = await rankInDatabase(embedder, set.corpus);
  try {
    return await measure(set, rank);
  } finally {
    await close();
  }
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
