import type { Database } from '../../platform/db/database.ts';
import type { Reach } from '../../platform/faults/kill-points.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { IncomingTurn } from '../contract/turn.ts';
import { conversationOf, type InboxRepository } from './inbox.repository.ts';

const system = { kind: 'system', purpose: 'conversation' } as const;
/** More in one transaction would make the first of them wait longer than it saves. */
const groupSize = 50;

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

/**
 * Writes turns down; each promise settles when its turn is committed. Turns that arrive while a commit is under way share the next one: a
 * burst then costs a few transactions, and acknowledgements stay within the time that platforms give.
 */
export function createInboxWriter(deps: InboxWriterDeps): (turn: IncomingTurn) => Promise<boolean> {
  const waiting: Waiting[] = [];
  let writing = false;

  async function writeAll(): Promise<void> {
    if (writing) return;
    writing = true;
    while (waiting.length > 0) await writeGroup(deps, waiting.splice(0, groupSize));
    writing = false;
  }

  return turn =>
    new Promise((resolve, reject) => {
      waiting.push({ turn, resolve, reject });
      // What arrives in the same moment comes along.
      setImmediate(() => void writeAll());
    });
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
