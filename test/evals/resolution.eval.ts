import { parseArgs } from 'node:util';
import { loadDemo } from '../../src/demo/load-demo.ts';
import { findCandidates } from '../../src/domains/catalogue/candidates.ts';
import {
  type Candidate,
  decideResolution,
  type Thresholds,
  thresholds,
} from '../../src/domains/catalogue/resolution.rules.ts';
import { createNameSearch } from '../../src/domains/catalogue/search/name-search.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import type { Embedder } from '../../src/platform/language/embedder.types.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { systemClock } from '../../src/platform/time/clock.ts';
import { anEmployee, stopEmbeddedEngine, testDatabase } from '../support/database.ts';
import { judge, type Mention, type Outcome, outcomes, readMentions } from './resolution-set.ts';

interface Looked {
  readonly mention: Mention;
  readonly candidates: readonly Candidate[];
}

/** What an outcome is worth when thresholds are chosen: a wrong item costs more than a question. */
const worth: Readonly<Record<Outcome, number>> = { right: 1, asked: 0.6, offered: 0.3, missed: 0, wrong: -1 };

/**
 * `npm run eval -- resolution [dev|test] [--wrong] [--tune] [--model <file>]`: which item of the demo's catalogue words in a sentence are taken
 * for, through the product's own search and rule. Shares of each kind of mention, then all of them on one JSON line. `--wrong` lists what did not
 * come out as expected, `--tune` tries other thresholds; both on dev only, so that the test half stays unseen.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { wrong: { type: 'boolean' }, tune: { type: 'boolean' }, model: { type: 'string' } },
  });
  const split = positionals[0] === 'dev' ? 'dev' : 'test';
  if (split === 'test' && (values.wrong || values.tune)) throw new Error('--wrong and --tune are for dev');
  const embedder = createBundledEmbedder(values.model === undefined ? {} : { path: values.model });
  const looked = await lookUp(embedder, readMentions(split));
  if (values.tune) tune(looked);
  const judged = looked.map(({ mention, candidates }) => outcomeOf({ mention, candidates }, thresholds));
  if (values.wrong) listWrong(looked);
  for (const what of new Set(looked.map(({ mention }) => mention.what))) {
    const own = judged.filter((_, at) => looked[at]?.mention.what === what);
    console.log(`${what} (${own.length}): ${describe(own)}`);
  }
  console.log(
    JSON.stringify({ set: 'resolution', split, embedder: embedder.id, mentions: judged.length, ...shares(judged) }),
  );
}

async function lookUp(embedder: Embedder, mentions: readonly Mention[]): Promise<readonly Looked[]> {
  const { db, close } = await testDatabase();
  try {
    await loadDemo({ db, embedder, log: createLog('error'), clock: systemClock, secret: async () => 'demo' });
    const search = createNameSearch({ embedder });
    const actor = anEmployee();
    const looked: Looked[] = [];
    for (const mention of mentions) {
      const { kind, position, text } = mention;
      const prepared = await search.prepare(text);
      const asked = { kind, ...(position === undefined ? {} : { position }) };
      const candidates = await db.transaction(actor, tx => findCandidates(tx, search, asked, prepared));
      looked.push({ mention, candidates });
    }
    return looked;
  } finally {
    await close();
    await stopEmbeddedEngine();
  }
}

function outcomeOf({ mention, candidates }: Looked, tried: Thresholds): Outcome {
  return judge(mention, decideResolution(candidates, tried));
}

function shares(judged: readonly Outcome[]): Readonly<Record<string, number>> {
  const share = (outcome: Outcome) => judged.filter(one => one === outcome).length / Math.max(1, judged.length);
  return Object.fromEntries(outcomes.map(outcome => [outcome, Math.round(share(outcome) * 10_000) / 10_000]));
}

function describe(judged: readonly Outcome[]): string {
  const found = Object.entries(shares(judged)).filter(([outcome, share]) => outcome === 'right' || share > 0);
  return found.map(([outcome, share]) => `${outcome} ${share.toFixed(3)}`).join(', ');
}

function listWrong(looked: readonly Looked[]): void {
  for (const one of looked) {
    const outcome = outcomeOf(one, thresholds);
    if (outcome === 'right') continue;
    const best = one.candidates.slice(0, 4).map(({ item, score }) => `${item.key} ${score.toFixed(3)}`);
    const { what, text, expect } = one.mention;
    console.log(`${outcome} ${what} ${text} ${JSON.stringify(expect)} ← ${best.join(', ')}`);
  }
}

/** The ten best settings of a grid by what their outcomes are worth, the product's own last. */
function tune(looked: readonly Looked[]): void {
  const grid = steps(0.4, 0.8, 0.02).flatMap(found =>
    steps(0.3, found, 0.05).flatMap(ask =>
      steps(0.02, 0.12, 0.02).flatMap(equal =>
        steps(equal, 0.24, 0.03).map(equalParts => ({ found, ask, equal, equalParts })),
      ),
    ),
  );
  const value = (tried: Thresholds) => looked.reduce((sum, one) => sum + worth[outcomeOf(one, tried)], 0);
  const valued = grid.map(tried => ({ tried, value: value(tried) })).sort((a, b) => b.value - a.value);
  for (const { tried } of [...valued.slice(0, 10), { tried: thresholds }]) {
    const judged = looked.map(one => outcomeOf(one, tried));
    console.log(`${JSON.stringify(tried)} worth ${value(tried).toFixed(1)}: ${describe(judged)}`);
  }
}

function steps(from: number, to: number, by: number): readonly number[] {
  return Array.from({ length: Math.round((to - from) / by) + 1 }, (_, at) => Math.round((from + at * by) * 100) / 100);
}
