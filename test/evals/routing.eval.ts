import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Intent } from '../../src/conversation/contract/intent.ts';
import { createRouter } from '../../src/conversation/runtime/router.ts';
import type { Understanding } from '../../src/conversation/runtime/router.types.ts';
import { trainSentenceReader } from '../../src/conversation/runtime/sentence-reader.ts';
import { newSession } from '../../src/conversation/runtime/session.types.ts';
import { michiRoles, type PersonActor } from '../../src/platform/access/actor.ts';
import { newId } from '../../src/platform/ids/ids.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { exampleIntents } from '../support/example-intents.ts';

const lineSchema = z.object({
  text: z.string(),
  locale: z.enum(['ja', 'en']),
  intent: z.string(),
  kind: z.enum(['near', 'foreign']).optional(),
  slots: z.record(z.string(), z.array(z.string())).optional(),
});
type Line = z.infer<typeof lineSchema>;

interface Outcome {
  readonly line: Line;
  readonly understood: Understanding;
  readonly slotsRight: boolean;
}

/**
 * `npm run eval -- routing [dev|test] [--wrong]`: sentences without any conversation before them, through the product's own router, as a
 * person who may do everything. One JSON line a locale, one for all on the last line:
 * - `right_at_threshold`: of the in-scope sentences that are answered without asking back, the share with the right intent;
 * - `answered`: how many of the in-scope sentences those are; `right_of_all`: answered and right, of all in-scope sentences;
 * - `offered`: asked back with the right intent among the two or three buttons; `reached` = `right_of_all` + `offered`;
 * - `wrong`: answered by a wrong intent, of all in-scope sentences; `refused_in_scope`: said to be out of scope though it is not;
 * - `foreign_refused`, `near_refused`: out-of-scope sentences that were refused; `foreign_answered`, `near_answered`: that an intent answered;
 * - `slots_exact`: all slots right and none besides, given the right intent.
 */
export async function run(args: readonly string[]): Promise<void> {
  const split = args.includes('dev') ? 'dev' : 'test';
  const lines = readFileSync(new URL(`routing/${split}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(line => lineSchema.parse(JSON.parse(line)));
  const started = performance.now();
  const intents = exampleIntents();
  const reader = await trainSentenceReader({ intents, embedder: createBundledEmbedder() });
  const trainSeconds = round((performance.now() - started) / 1000);
  const router = createRouter({ intents, reader });
  const outcomes: Outcome[] = [];
  const times: number[] = [];
  for (const line of lines) {
    const asked = performance.now();
    const understood = await router.route({
      content: { kind: 'text', text: line.text },
      session: newSession,
      actor: actor(line.locale),
    });
    times.push(performance.now() - asked);
    const slots = (await reader.read(line.text.normalize('NFKC'))).slots(line.intent);
    outcomes.push({ line, understood, slotsRight: canonical(slots) === canonical(line.slots ?? {}) });
  }
  if (args.includes('--wrong')) printWrong(outcomes);
  const p50 = round(times.sort((a, b) => a - b)[times.length >> 1] ?? 0);
  for (const locale of ['ja', 'en'])
    console.log(
      JSON.stringify({ set: split, locale, ...figures(outcomes.filter(({ line }) => line.locale === locale)) }),
    );
  console.log(JSON.stringify({ set: split, locale: 'all', ...figures(outcomes), train_s: trainSeconds, p50_ms: p50 }));
}

function actor(locale: Line['locale']): PersonActor {
  return {
    kind: 'person',
    personId: newId('person'),
    companyId: newId('company'),
    roles: [...michiRoles],
    locale,
    timeZone: 'Asia/Tokyo',
  };
}

function figures(outcomes: readonly Outcome[]) {
  const inScope = outcomes.filter(({ line }) => line.intent !== 'oos');
  const answered = inScope.filter(({ understood }) => understood.kind === 'intent');
  const right = answered.filter(
    ({ line, understood }) => understood.kind === 'intent' && understood.intent.name === line.intent,
  );
  const offered = inScope.filter(
    ({ line, understood }) => understood.kind === 'unsure' && offers(understood.intents, line.intent),
  );
  const refused = inScope.filter(({ understood }) => isRefusal(understood));
  const of = (kind: Line['kind']) => outcomes.filter(({ line }) => line.kind === kind);
  const refusedOf = (kind: Line['kind']) =>
    share(
      of(kind).filter(({ understood }) => isRefusal(understood)),
      of(kind),
    );
  const answeredOf = (kind: Line['kind']) =>
    share(
      of(kind).filter(({ understood }) => understood.kind === 'intent'),
      of(kind),
    );
  return {
    in_scope: inScope.length,
    right_at_threshold: share(right, answered),
    answered: share(answered, inScope),
    right_of_all: share(right, inScope),
    offered: share(offered, inScope),
    reached: round((right.length + offered.length) / inScope.length),
    wrong: round((answered.length - right.length) / inScope.length),
    refused_in_scope: share(refused, inScope),
    foreign_refused: refusedOf('foreign'),
    foreign_answered: answeredOf('foreign'),
    near_refused: refusedOf('near'),
    near_answered: answeredOf('near'),
    slots_exact: share(
      inScope.filter(({ slotsRight }) => slotsRight),
      inScope,
    ),
  };
}

function isRefusal({ kind }: Understanding): boolean {
  return kind === 'out-of-scope' || kind === 'foreign-language' || kind === 'nothing-to-go-on';
}

function offers(intents: readonly Intent[], name: string): boolean {
  return intents.some(intent => intent.name === name);
}

/** Widths and case of letters do not count; the order within a slot does. */
function canonical(slots: Readonly<Record<string, readonly string[]>>): string {
  const entries = Object.entries(slots).map(([name, words]) => [
    name,
    words.map(word => word.normalize('NFKC').toLowerCase()),
  ]);
  return JSON.stringify(entries.sort(([a], [b]) => String(a).localeCompare(String(b))));
}

function printWrong(outcomes: readonly Outcome[]): void {
  for (const { line, understood } of outcomes) {
    const got = understood.kind === 'intent' ? understood.intent.name : understood.kind;
    const isRight = line.intent === 'oos' ? isRefusal(understood) : got === line.intent;
    if (!isRight) console.log(`${line.text} | ${line.intent} ${line.kind ?? ''} → ${got}`);
  }
}

function share(part: readonly unknown[], whole: readonly unknown[]): number {
  return whole.length === 0 ? 0 : round(part.length / whole.length);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
