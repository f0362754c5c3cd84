import type { Database } from '../../src/platform/db/database.ts';

export type SignInRepository = ReturnType<typeof createSignInRepository>;

export function createSignInRepository(db: Database) {
  return {
    /** Uses a link up; false when somebody did so before. */
    useUp: (tokenId: string, expiresAt: Date): Promise<boolean> =>
      db.transaction({ kind: 'system', purpose: 'identify' }, async tx => {
        const rows = await tx.query(
          'insert into web_used_sign_ins (token_id, expires_at) values ($1, $2) on conflict do nothing returning token_id',
          [tokenId, expiresAt],
        );
        return rows.length === 1;
      }),

    deleteExpired: (now: Date): Promise<void> =>
      db.transaction(
        { kind: 'system', purpose: 'housekeeping' },
        async tx => void (await tx.query('delete from web_used_sign_ins where expires_at < $1', [now])),
      ),
  };
}
