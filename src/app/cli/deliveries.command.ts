import type { Command } from 'commander';
import { createOutboxDesk } from '../../platform/outbox/operate.repository.ts';
import { systemClock } from '../../platform/time/clock.ts';
import type { CommandDeps } from './command-deps.ts';
import { deliveriesMessages } from './deliveries.messages.ts';

type Desk = ReturnType<typeof createOutboxDesk>;
type Words = (typeof deliveriesMessages)['en'];
/** Prints what was done, or says why nothing was and fails. */
type Outcome = { readonly done: string } | { readonly refused: string };

const deadLettersShown = 50;

export function registerDeliveries(program: Command, deps: Pick<CommandDeps, 'withDatabase' | 'language'>): void {
  const words = deliveriesMessages[deps.language];
  const command = program.command('deliveries').description(words.about);
  const tell = (work: (desk: Desk) => Promise<Outcome>) =>
    deps.withDatabase(async db => {
      const outcome = await work(createOutboxDesk(db));
      if ('done' in outcome) return console.log(outcome.done);
      console.error(outcome.refused);
      process.exitCode = 1;
    });
  command.action(() => tell(desk => list(desk, words)));
  command
    .command('replay')
    .description(words.aboutReplay)
    .argument('<id>', words.id)
    .action((id: string) => tell(desk => replay(desk, id, words)));
  command
    .command('cancel')
    .description(words.aboutCancel)
    .argument('<id>', words.id)
    .action((id: string) => tell(desk => cancel(desk, id, words)));
}

async function list(desk: Desk, words: Words): Promise<Outcome> {
  const [counts, dead] = [await desk.counts(), await desk.deadLetters(deadLettersShown)];
  if (counts.length === 0) return { done: words.none };
  const numbers = counts.map(({ kind, state, count }) => [kind, state, count].join('\t'));
  const letters = dead.map(({ id, kind, tenant, attempts, reason, endedAt }) =>
    [id, kind, tenant ?? '-', attempts, reason ?? '-', endedAt.toISOString()].join('\t'),
  );
  const deadLines = letters.length === 0 ? [] : ['', words.dead, ...letters];
  return { done: [words.counts, ...numbers, ...deadLines].join('\n') };
}

const isNumber = (text: string) => /^\d{1,18}$/.test(text);

async function replay(desk: Desk, id: string, words: Words): Promise<Outcome> {
  const known = id === 'all' || isNumber(id);
  const count = known ? await desk.replay(id === 'all' ? null : id, systemClock.now()) : 0;
  return count === 0 && id !== 'all' ? { refused: words.notReplayed(id) } : { done: words.replayed(count) };
}

async function cancel(desk: Desk, id: string, words: Words): Promise<Outcome> {
  const done = isNumber(id) && (await desk.cancel(id));
  return done ? { done: words.cancelled(id) } : { refused: words.notCancelled(id) };
}
