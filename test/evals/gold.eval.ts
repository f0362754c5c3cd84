import { parseArgs } from 'node:util';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { type GoldName, readGoldSet } from './gold/gold-set.ts';
import { retrievalFigures } from './metrics.ts';
import { modes, rankInMemory } from './ranking.ts';

const directions = [
  { name: 'ja-en', from: 'ja', to: 'en' },
  { name: 'en-ja', from: 'en', to: 'ja' },
  { name: 'ja-ja', from: 'paraphrase', to: 'ja' },
] as const;

/** `npm run eval -- gold`: the hand-written names across languages and paraphrases, each half by itself. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { mode: { type: 'string', default: 'fused' }, model: { type: 'string' } },
  });
  const mode = modes.find(candidate => candidate === values.mode);
  if (mode === undefined) throw new Error('usage: npm run eval -- gold [--mode vector|lexical|fused] [--model <file>]');
  const embedder = createBundledEmbedder(values.model === undefined ? {} : { path: values.model });
  const result: Record<string, Record<string, number>> = {};
  for (const split of ['dev', 'test'] as const) {
    const names = readGoldSet().filter(name => name.split === split);
    const figures: Record<string, number> = { names: names.length };
    for (const direction of directions) {
      const corpus = names.map(name => ({ id: name.id, text: name[direction.to] }));
      figures[direction.name] = await reciprocalRank(names, direction.from, await rankInMemory(embedder, corpus, mode));
    }
    result[split] = figures;
  }
  console.log(JSON.stringify({ set: 'gold', embedder: embedder.id, mode, mrr: result }));
}

async function reciprocalRank(
  names: readonly GoldName[],
  from: (typeof directions)[number]['from'],
  rank: (query: string) => Promise<readonly string[]>,
): Promise<number> {
  const ranked = new Map<string, readonly string[]>();
  for (const name of names) ranked.set(name.id, await rank(name[from]));
  const { mrr } = retrievalFigures(ranked, new Map(names.map(({ id }) => [id, new Map([[id, 1]])])));
  return Math.round(mrr * 10_000) / 10_000;
}
