import type { Tx } from '../../platform/db/database.ts';
import { type ConversationSession, conversationSessionSchema, newSession } from './session.types.ts';

/** One person in one place of one channel. */
export interface SessionKey {
  readonly channel: string;
  readonly address: string;
  readonly person: string;
}

export interface SessionRepository {
  /** A new one when there is none, when it expired, or when it was written by a version that this one does not understand. */
  load(tx: Tx, key: SessionKey, now: Date): Promise<ConversationSession>;
  save(tx: Tx, key: SessionKey, session: ConversationSession, now: Date, expiresAt: Date): Promise<void>;
}

const loadSql = `select memory, pending from conversation_sessions where channel = $1 and address = $2 and person = $3 and expires_at > $4`;
const saveSql = `insert into conversation_sessions (channel, address, person, memory, pending, updated_at, expires_at)
  values ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7)
  on conflict (channel, address, person) do update
  set memory = excluded.memory, pending = excluded.pending, updated_at = excluded.updated_at, expires_at = excluded.expires_at`;

export const sessionRepository: SessionRepository = {
  async load(tx, key, now) {
    const [row] = await tx.query<{ memory: object; pending: object | null }>(loadSql, [
      key.channel,
      key.address,
      key.person,
      now,
    ]);
    if (row === undefined) return newSession;
    const parsed = conversationSessionSchema.safeParse({ ...row.memory, pending: row.pending });
    return parsed.success ? parsed.data : newSession;
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
