import { replySchema } from '../../src/conversation/contract/reply.schema.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import type { PersonActor, SystemActor } from '../../src/platform/access/actor.ts';
import type { Database, Tx } from '../../src/platform/db/database.ts';
import { AppError } from '../../src/platform/errors/app-error.ts';
import { type Id, newId } from '../../src/platform/ids/ids.ts';
import type { SealedJson } from '../../src/platform/secrets/sealed-json.ts';
import { type MessagePage, type ShownTurn, shownTurnSchema, type WebMessage } from './web-message.types.ts';

const conversation: SystemActor = { kind: 'system', purpose: 'conversation' };
const housekeeping: SystemActor = { kind: 'system', purpose: 'housekeeping' };

interface MessageRow {
  readonly id: Id<'message'>;
  readonly direction: 'in' | 'out';
  readonly key: string;
  readonly position: number;
  readonly change: number;
  readonly content: unknown;
  readonly at: Date;
}

export interface NewMessage {
  readonly personId: Id<'person'>;
  readonly key: string;
  readonly at: Date;
  readonly content:
    | { readonly direction: 'in'; readonly shown: ShownTurn }
    | { readonly direction: 'out'; readonly reply: Reply };
}

export type WebMessageRepository = ReturnType<typeof createWebMessageRepository>;

const columns = 'id, direction, key, position, change, content, at';

/** What is said lies encrypted: a copy of the database says nothing. */
export function createWebMessageRepository(db: Database, sealed: SealedJson) {
  const toMessage = (row: MessageRow) => messageOf(row, sealed);
  return {
    /** Stores a message once for each direction and key, and tells the id under which it stands. */
    append: (message: NewMessage): Promise<{ readonly id: Id<'message'>; readonly isNew: boolean }> =>
      db.transaction(conversation, tx => append(tx, message, sealed)),

    /** Replaces a reply in place; false when the person has no such message. */
    replace: (personId: Id<'person'>, id: string, reply: Reply): Promise<boolean> =>
      db.transaction(conversation, tx => replace(tx, personId, id, reply, sealed)),

    /** What changed after `change`, in the order of the changes. */
    changedSince: (actor: PersonActor, change: number, limit: number): Promise<readonly WebMessage[]> =>
      db.transaction(actor, async tx =>
        (
          await tx.query<MessageRow>(
            `select ${columns} from web_messages where person_id = $1 and change > $2 order by change limit $3`,
            [actor.personId, change, limit],
          )
        ).map(toMessage),
      ),

    page: (actor: PersonActor, before: number | null, limit: number): Promise<MessagePage> =>
      db.transaction(actor, tx => readPage(tx, actor, before, limit, toMessage)),

    /** The newest change of each of these people. */
    latestChanges: (people: readonly Id<'person'>[]): Promise<ReadonlyMap<string, number>> =>
      db.transaction(conversation, tx => latestChanges(tx, people)),

    /** Retention: how many messages went. */
    deleteBefore: (instant: Date): Promise<number> => db.transaction(housekeeping, tx => deleteBefore(tx, instant)),

    /** Erasure of one person's conversation. */
    deleteOf: (personId: Id<'person'>): Promise<void> =>
      db.transaction(
        housekeeping,
        async tx => void (await tx.query('delete from web_messages where person_id = $1', [personId])),
      ),
  };
}

/**
 * The next number of a change, under a lock that makes the changes of one person visible in the order of their numbers, so that "everything
 * since n" misses nothing. The number is taken when the lock is had: a target list is worked out for the rows of its `from`.
 */
const numberedSql = `numbered as materialized (
    select nextval('web_message_changes') as number
    from (select pg_advisory_xact_lock(hashtextextended('web_messages:' || $1, 0)) as had offset 0) as lock)`;

async function append(tx: Tx, message: NewMessage, sealed: SealedJson): Promise<{ id: Id<'message'>; isNew: boolean }> {
  const id = newId('message');
  const { direction } = message.content;
  const content = message.content.direction === 'in' ? message.content.shown : message.content.reply;
  const inserted = await tx.query<{ id: Id<'message'> }>(
    `with ${numberedSql}
     insert into web_messages (person_id, id, direction, key, position, change, content, at)
     select $1, $2, $3, $4, number, number, $5::jsonb, $6 from numbered
     on conflict (direction, key) do nothing returning id`,
    [message.personId, id, direction, message.key, sealed.seal(content, placeOf(id)), message.at],
  );
  if (inserted[0] !== undefined) return { id: inserted[0].id, isNew: true };
  const [existing] = await tx.query<{ id: Id<'message'> }>(
    'select id from web_messages where direction = $1 and key = $2',
    [direction, message.key],
  );
  if (existing === undefined) throw new AppError('web.message-vanished', { retry: 'later' });
  return { id: existing.id, isNew: false };
}

async function replace(tx: Tx, personId: Id<'person'>, id: string, reply: Reply, sealed: SealedJson): Promise<boolean> {
  const changed = await tx.query(
    `with ${numberedSql}
     update web_messages set content = $3::jsonb, change = number from numbered
     where id = $2 and person_id = $1 and direction = 'out' returning id`,
    [personId, id, sealed.seal(reply, placeOf(id))],
  );
  return changed.length === 1;
}

async function readPage(
  tx: Tx,
  actor: PersonActor,
  before: number | null,
  limit: number,
  toMessage: (row: MessageRow) => WebMessage,
): Promise<MessagePage> {
  const rows = await tx.query<MessageRow>(
    `select ${columns} from web_messages where person_id = $1 and ($2::bigint is null or position < $2) order by position desc limit $3`,
    [actor.personId, before, limit + 1],
  );
  const shown = rows.slice(0, limit).reverse();
  return { messages: shown.map(toMessage), before: rows.length > limit ? (shown[0]?.position ?? null) : null };
}

async function latestChanges(tx: Tx, people: readonly Id<'person'>[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ person_id: string; change: number }>(
    'select person_id, max(change) as change from web_messages where person_id = any($1) group by person_id',
    [people],
  );
  return new Map(rows.map(row => [row.person_id, row.change]));
}

async function deleteBefore(tx: Tx, instant: Date): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'with gone as (delete from web_messages where at < $1 returning 1) select count(*) from gone',
    [instant],
  );
  return row?.count ?? 0;
}

function messageOf(row: MessageRow, sealed: SealedJson): WebMessage {
  const { id, position, change, at, key } = row;
  const content = sealed.open(row.content, placeOf(id));
  if (row.direction === 'in')
    return { id, position, change, at, key, direction: 'in', shown: shownTurnSchema.parse(content) };
  return { id, position, change, at, direction: 'out', reply: replySchema.parse(content) };
}

function placeOf(row: string) {
  return { table: 'web_messages', column: 'content', row };
}
