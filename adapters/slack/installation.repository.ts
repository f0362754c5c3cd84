import type { SystemActor } from '../../src/platform/access/actor.ts';
import type { Database } from '../../src/platform/db/database.ts';

const channel: SystemActor = { kind: 'system', purpose: 'channel' };

export interface InstallationRow {
  readonly id: string;
  readonly tenant: string;
  readonly enterprise_id: string | null;
  readonly team_id: string | null;
  readonly app_id: string;
  readonly bot_user_id: string;
  readonly secret: string;
  readonly expires_at: Date | null;
  readonly scopes: string;
}

export type InstallationRepository = ReturnType<typeof createInstallationRepository>;

const columns = 'id, tenant, enterprise_id, team_id, app_id, bot_user_id, secret, expires_at, scopes';

export function createInstallationRepository(db: Database) {
  return {
    find: (id: string): Promise<InstallationRow | null> =>
      db.transaction(channel, async tx => {
        const sql = `select ${columns} from slack_installations where id = $1`;
        return (await tx.query<InstallationRow>(sql, [id]))[0] ?? null;
      }),

    /** The org-wide one first. */
    ofTenant: (tenant: string): Promise<readonly InstallationRow[]> =>
      db.transaction(channel, tx =>
        tx.query<InstallationRow>(
          `select ${columns} from slack_installations where tenant = $1 order by (id = tenant) desc, installed_at, id`,
          [tenant],
        ),
      ),

    all: (): Promise<readonly InstallationRow[]> =>
      db.transaction(channel, tx =>
        tx.query<InstallationRow>(`select ${columns} from slack_installations order by id`),
      ),

    save: (row: InstallationRow): Promise<void> =>
      db.transaction(channel, async tx => {
        await tx.query(
          `insert into slack_installations (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (id) do update set tenant = excluded.tenant, enterprise_id = excluded.enterprise_id,
             team_id = excluded.team_id, app_id = excluded.app_id, bot_user_id = excluded.bot_user_id,
             secret = excluded.secret, expires_at = excluded.expires_at, scopes = excluded.scopes,
             renewing_until = null, updated_at = now()`,
          [
            row.id,
            row.tenant,
            row.enterprise_id,
            row.team_id,
            row.app_id,
            row.bot_user_id,
            row.secret,
            row.expires_at,
            row.scopes,
          ],
        );
      }),

    remove: (id: string): Promise<void> =>
      db.transaction(channel, async tx => {
        await tx.query('delete from slack_installations where id = $1', [id]);
      }),

    /** Takes the right to renew a token, unless another process has it. */
    lock: (id: string, now: Date, until: Date): Promise<boolean> =>
      db.transaction(channel, async tx => {
        const taken = await tx.query(
          `update slack_installations set renewing_until = $3
           where id = $1 and (renewing_until is null or renewing_until < $2) returning id`,
          [id, now, until],
        );
        return taken.length === 1;
      }),

    /** Only over the secret that was read, so that a new installation is never overwritten by an old token. */
    replaceSecret: (id: string, before: string, secret: string, expiresAt: Date | null): Promise<void> =>
      db.transaction(channel, async tx => {
        await tx.query(
          `update slack_installations set secret = $3, expires_at = $4, renewing_until = null, updated_at = now()
           where id = $1 and secret = $2`,
          [id, before, secret, expiresAt],
        );
      }),

    /** Whether the state of an installation comes back for the first time. */
    useState: (id: string, expiresAt: Date): Promise<boolean> =>
      db.transaction(channel, async tx => {
        const used = await tx.query(
          'insert into slack_used_states (id, expires_at) values ($1, $2) on conflict do nothing returning id',
          [id, expiresAt],
        );
        return used.length === 1;
      }),

    forgetStates: (now: Date): Promise<void> =>
      db.transaction(channel, async tx => {
        await tx.query('delete from slack_used_states where expires_at < $1', [now]);
      }),
  };
}
