import type { Tx } from '../../platform/db/database.ts';

export interface RetentionRepository {
  /** Turns that are over and were received before that instant; an open one stays, however old it is. */
  deleteTurnsBefore(tx: Tx, instant: Date): Promise<number>;
  deleteExpiredSessions(tx: Tx, now: Date): Promise<number>;
}

export const retentionRepository: RetentionRepository = {
  async deleteTurnsBefore(tx, instant) {
    const rows = await tx.query(
      `delete from inbox where state <> 'received' and received_at < $1 returning 1 as gone`,
      [instant],
    );
    return rows.length;
  },
  async deleteExpiredSessions(tx, now) {
    const rows = await tx.query('delete from conversation_sessions where expires_at < $1 returning 1 as gone', [now]);
    return rows.length;
  },
};
