import type { Container } from '../../src/app/container.ts';
import { findCandidates } from '../../src/domains/catalogue/candidates.ts';
import { createNameSearch } from '../../src/domains/catalogue/search/name-search.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import type { Id } from '../../src/platform/ids/ids.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { openFullCatalogue } from './full-catalogue.ts';
import { percentile } from './percentile.ts';
import { type BenchQuestion, turnQuestions } from './turn-questions.ts';

const rounds = 25;

/** Milliseconds of a whole turn, and of what it cannot do without: embedding its sentence and names, and searching for the items so named. */
interface Times {
  readonly turn: number;
  readonly embed: number;
  readonly search: number;
}

/**
 * `npm run bench -- turn`: a whole turn (dispatcher, router, intent, services, reply, delivery to the web chat) over all imported catalogues,
 * embedded. The embedding and the search of the same turn are then run by themselves; the ratio says what everything around them costs.
 */
export async function run(): Promise<void> {
  const container = await openFullCatalogue();
  try {
    const people = await actorsOf(container);
    const times: Times[] = [];
    for (let round = 0; round <= rounds; round++) {
      process.stderr.write(`\rround ${round} of ${rounds} `);
      for (const question of turnQuestions) {
        const measured = await measure(container, people, question, round % 2 === 0);
        if (round > 0) times.push({ ...measured }); // the first round warms up
      }
    }
    process.stderr.write('\n');
    report(times, await countItems(container));
  } finally {
    await container.close(5_000);
  }
}

function report(times: readonly Times[], items: number): void {
  turnQuestions.forEach(({ say }, at) => {
    const own = times.filter((_, index) => index % turnQuestions.length === at);
    const median = (pick: (time: Times) => number) => percentile(own.map(pick), 0.5);
    console.log(
      `${median(t => t.turn)} ms, of it embed ${median(t => t.embed)}, search ${median(t => t.search)}: ${say}`,
    );
  });
  const p50 = percentile(
    times.map(t => t.turn),
    0.5,
  );
  const embed = percentile(
    times.map(t => t.embed),
    0.5,
  );
  const search = percentile(
    times.map(t => t.search),
    0.5,
  );
  console.log(
    JSON.stringify({
      items,
      p50_ms: p50,
      p95_ms: percentile(
        times.map(t => t.turn),
        0.95,
      ),
      embed_p50_ms: embed,
      search_p50_ms: search,
      ratio: Math.round((p50 / (embed + search)) * 100) / 100,
    }),
  );
}

async function measure(
  container: Container,
  people: ReadonlyMap<string, PersonActor>,
  question: BenchQuestion,
  turnFirst: boolean,
): Promise<Times> {
  const actor = people.get(question.person);
  if (actor === undefined) throw new Error(`the demo has no ${question.person}`);
  await forgetConversation(container, actor.personId);
  // Whatever comes second finds the pages of the first in the processor's caches, so they take turns.
  const first = turnFirst ? await timed(() => oneTurn(container, actor, question.say)) : null;
  const embedder = createBundledEmbedder();
  const embed = await timed(() => embedder.embed([question.say, ...question.searches.map(({ words }) => words)]));
  const names = createNameSearch({ embedder });
  const prepared = await Promise.all(question.searches.map(({ words }) => names.prepare(words)));
  const search = await timed(async () => {
    for (const [at, { kind, position }] of question.searches.entries()) {
      const text = prepared[at];
      if (text === undefined) continue;
      const filter = { kind, ...(position === undefined ? {} : { position }) };
      await container.db.transaction(actor, tx => findCandidates(tx, names, filter, text), 'once');
    }
  });
  const turn = first ?? (await timed(() => oneTurn(container, actor, question.say)));
  return { turn, embed, search };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

let turns = 0;

async function oneTurn({ dispatcher }: Container, { personId }: PersonActor, text: string): Promise<void> {
  turns += 1;
  const turn = {
    key: `bench:${process.pid}:${Date.now()}:${turns}`,
    channel: 'web',
    address: personId,
    scope: 'direct',
    user: { tenant: 'signed', id: personId },
    content: { kind: 'text', text },
  } as const;
  await dispatcher.receive(turn);
  await dispatcher.handle(turn);
}

async function forgetConversation({ db }: Container, personId: Id<'person'>): Promise<void> {
  await db.transaction({ kind: 'system', purpose: 'housekeeping' }, async tx => {
    await tx.query('delete from conversation_sessions where person = $1', [personId]);
    await tx.query('delete from web_messages where person_id = $1', [personId]);
  });
}

/** The demo's people who ask, by company code and number. */
async function actorsOf({ people }: Container): Promise<ReadonlyMap<string, PersonActor>> {
  const identifying = { kind: 'system', purpose: 'identify' } as const;
  const actors = new Map<string, PersonActor>();
  for (const person of new Set(turnQuestions.map(question => question.person))) {
    const [company = '', number = ''] = person.split('/');
    const id = await people.findByNumber(identifying, company, number);
    const found = await people.identify(identifying, { channel: 'web', tenant: 'signed', id: id ?? '' });
    if (found.kind === 'known') actors.set(person, found.actor);
  }
  return actors;
}

async function countItems({ db }: Container): Promise<number> {
  return db.transaction({ kind: 'system', purpose: 'housekeeping' }, async tx => {
    const [row] = await tx.query<{ count: number }>(
      `select (select count(*) from skills) + (select count(*) from roles) + (select count(*) from postings) + (select count(*) from courses) as count`,
    );
    return row?.count ?? 0;
  });
}
