import { setImmediate as breathe } from 'node:timers/promises';
import type { Database } from '../../platform/db/database.ts';
import type { Reach } from '../../platform/faults/kill-points.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { IncomingTurn } from '../contract/turn.ts';
import { conversationOf, type InboxRepository } from './inbox.repository.ts';

const system = { kind: 'system', purpose: 'conversation' } as const;
/** More in one transaction would make the first of them wait longer than it saves. */
const groupSize = 50;
/** How long an answer lets acknowledgements go first. */
const patienceMs = 250;
/**
 * Rounds of the event loop without a new turn after which it is calm. A request takes a few of them from its connection to its body, and an
 * answer that were begun after each round would let only one request through for each step of an answer.
 */
const quietRounds = 5;

export interface InboxWriterDeps {
  readonly database: Database;
  readonly inbox: Pick<InboxRepository, 'insert'>;
  readonly clock: Clock;
  readonly reach: Reach;
}

interface Waiting {
  readonly turn: IncomingTurn;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (fault: unknown) => void;
}

export interface InboxWriter {
  /** Settles when the turn is committed: false when it was there already. */
  write(turn: IncomingTurn): Promise<boolean>;
  /** Settles when nothing waits to be written, or after `patienceMs`: what is acknowledged goes before what is answered. */
  calm(): Promise<void>;
}

/**
 * Turns that arrive while a commit is under way share the next one: a burst then costs a few transactions, and acknowledgements stay within
 * the time that platforms give.
 */
export function createInboxWriter(deps: InboxWriterDeps): InboxWriter {
  const waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  let arrived = 0;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) await writeGroup(deps, waiting.splice(0, groupSize));
    writing = null;
  }

  return {
    write: turn =>
      new Promise((resolve, reject) => {
        waiting.push({ turn, resolve, reject });
        arrived += 1;
        // What arrives in the same moment comes along; a writer at work takes everything that waits, this turn too.
        setImmediate(() => {
          if (writing === null && waiting.length > 0) writing = writeAll();
        });
      }),
    async calm() {
      const end = performance.now() + patienceMs;
      let [quiet, seen] = [0, arrived];
      while (quiet < quietRounds && performance.now() < end) {
        await breathe();
        quiet = writing === null && seen === arrived ? quiet + 1 : 0;
        seen = arrived;
      }
    },
  };
}

/** One that cannot be written must not take the others along: they are then written one by one. */
async function writeGroup(deps: InboxWriterDeps, group: readonly Waiting[]): Promise<void> {
  try {
    const areNew = await insertAll(deps, group);
    group.forEach(({ resolve }, at) => {
      resolve(areNew[at] === true);
    });
  } catch (fault) {
    const [only, ...others] = group;
    if (others.length === 0) only?.reject(fault);
    else for (const one of group) await writeGroup(deps, [one]);
  }
}

function insertAll({ database, inbox, clock, reach }: InboxWriterDeps, group: readonly Waiting[]): Promise<boolean[]> {
  // Presses lock their conversation: two processes that lock several must do so in the same order.
  const ordered = group.map((one, at) => ({ at, turn: one.turn, conversation: conversationOf(one.turn) }));
  ordered.sort((a, b) => (a.conversation === b.conversation ? a.at - b.at : a.conversation < b.conversation ? -1 : 1));
  return database
    .transaction(system, async tx => {
      const areNew: boolean[] = [];
      for (const { at, turn } of ordered) areNew[at] = await inbox.insert(tx, turn, clock.now());
      reach('inbox-written');
      return areNew;
    })
    .then(areNew => {
      reach('inbox-committed');
      return areNew;
    });
}
