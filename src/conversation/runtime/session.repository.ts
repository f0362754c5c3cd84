import type { Tx } from '../../platform/db/database.ts';
import { type ConversationSession, conversationSessionSchema } from './session.types.ts';

/** One person in one place of one channel. */
export interface SessionKey {
  readonly channel: string;
  readonly address: string;
  readonly person: string;
}

/** The sessions of everybody in one place, by person; who is not among them has a new one. */
export type SessionsInPlace = ReadonlyMap<string, ConversationSession>;

export interface SessionRepository {
  /** Without what expired, and what was written by a version that this one does not understand. */
  inPlace(tx: Tx, place: Omit<SessionKey, 'person'>, now: Date): Promise<SessionsInPlace>;
  save(tx: Tx, key: SessionKey, session: ConversationSession, now: Date, expiresAt: Date): Promise<void>;
}

const inPlaceSql = `select person, memory, pending from conversation_sessions where channel = $1 and address = $2 and expires_at > $3`;
interface StoredSession {
  readonly person: string;
  readonly memory: object;
  readonly pending: object | null;
}

const saveSql = `insert into conversation_sessions (channel, address, person, memory, pending, updated_at, expires_at)
  values ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7)
  on conflict (channel, address, person) do update
  set memory = excluded.memory, pending = excluded.pending, updated_at = excluded.updated_at, expires_at = excluded.expires_at`;

export const sessionRepository: SessionRepository = {
  async inPlace(tx, { channel, address }, now) {
    const rows = await tx.query<StoredSession>(inPlaceSql, [channel, address, now]);
    const parsed = rows.map(
      ({ person, memory, pending }) => [person, conversationSessionSchema.safeParse({ ...memory, pending })] as const,
    );
    return new Map(parsed.flatMap(([person, { data }]) => (data === undefined ? [] : [[person, data] as const])));
  },
  async save(tx, key, { pending, ...memory }, now, expiresAt) {
    const pendingText = pending === null ? null : JSON.stringify(pending);
    await tx.query(saveSql, [
      key.channel,
      key.address,
      key.person,
      JSON.stringify(memory),
      pendingText,
      now,
      expiresAt,
    ]);
  },
};
