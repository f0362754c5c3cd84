import { z } from 'zod';
import type { Log } from '../../src/platform/log/log.ts';
import type { KeyRing } from '../../src/platform/secrets/key-ring.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import type { InstallationRepository, InstallationRow } from './installation.repository.ts';
import type { SlackApi } from './web-api.ts';

/** Renewed this long before it ends; tokens live for twelve hours. */
const renewBeforeMs = 2 * 60 * 60_000;
/** Longer than a call may take. */
const lockMs = 60_000;
/** Ten thousand messages do not ask ten thousand times; whatever another process changes is known this much later. */
const rememberedMs = 5_000;

const secretSchema = z.strictObject({ access: z.string(), refresh: z.string().nullable() });
type Secret = z.infer<typeof secretSchema>;

const renewedSchema = z.looseObject({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number(),
});

export interface NewInstallation extends Omit<InstallationRow, 'secret'>, Secret {}

export interface Installations {
  /** The token of an installation; null = not installed there, or no longer. */
  token(id: string): Promise<{ readonly token: string; readonly botUserId: string } | null>;
  /** The ids of the installations that reach a tenant's users, the org-wide one first. */
  reaching(tenant: string): Promise<readonly string[]>;
  save(installation: NewInstallation): Promise<void>;
  remove(id: string): Promise<void>;
  botUserOf(id: string): Promise<string | null>;
  /** Renews tokens that end soon and encrypts anew what an older key encrypted; returns how many rows changed. */
  renewAll(): Promise<number>;
}

export interface InstallationsDeps {
  readonly repository: InstallationRepository;
  readonly keys: KeyRing;
  readonly api: SlackApi;
  readonly clock: Clock;
  readonly log: Log;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Where Michi is installed, with tokens that are encrypted wherever they lie and renewed by one process at a time. */
export function createInstallations(deps: InstallationsDeps): Installations {
  const { repository, keys, clock } = deps;
  const place = (row: string) => ({ table: 'slack_installations', column: 'secret', row });
  const open = (row: InstallationRow): Secret =>
    secretSchema.parse(JSON.parse(keys.decrypt(row.secret, place(row.id))));
  const seal = (id: string, secret: Secret) => keys.encrypt(JSON.stringify(secret), place(id));
  const endsSoon = ({ expires_at }: InstallationRow) =>
    expires_at !== null && expires_at.getTime() - clock.now().getTime() < renewBeforeMs;

  async function renew(row: InstallationRow): Promise<boolean> {
    const { access, refresh } = open(row);
    const now = clock.now();
    if (refresh === null || !(await repository.lock(row.id, now, new Date(now.getTime() + lockMs)))) return false;
    // The row may have been renewed between reading it and taking the lock.
    const current = await repository.find(row.id);
    if (current === null || current.secret !== row.secret) return false;
    const called = await deps.api.call('oauth.v2.access', '', {
      grant_type: 'refresh_token',
      refresh_token: refresh,
      client_id: deps.clientId,
      client_secret: deps.clientSecret,
    });
    const renewed = called.kind === 'ok' ? renewedSchema.safeParse(called.data) : null;
    if (renewed?.success !== true) {
      deps.log.warn('slack.token-not-renewed', { installation: row.id, outcome: called.kind });
      return false;
    }
    const { access_token, refresh_token, expires_in } = renewed.data;
    const secret = seal(row.id, { access: access_token || access, refresh: refresh_token });
    await repository.replaceSecret(row.id, row.secret, secret, new Date(now.getTime() + expires_in * 1_000));
    return true;
  }

  async function refreshed(id: string): Promise<InstallationRow | null> {
    const row = await repository.find(id);
    if (row === null || !endsSoon(row)) return row;
    return (await renew(row)) ? repository.find(id) : row;
  }

  async function encryptAnew(row: InstallationRow): Promise<boolean> {
    if (!keys.isStale(row.secret)) return false;
    await repository.replaceSecret(row.id, row.secret, seal(row.id, open(row)), row.expires_at);
    return true;
  }

  const tokens = remembering(async id => {
    const row = await refreshed(id);
    return row === null ? null : { token: open(row).access, botUserId: row.bot_user_id };
  });
  const reaching = remembering(async tenant => (await repository.ofTenant(tenant)).map(row => row.id));
  const forget = () => {
    tokens.forget();
    reaching.forget();
  };

  return {
    token: tokens.of,
    reaching: reaching.of,
    save: ({ access, refresh, ...row }) =>
      repository.save({ ...row, secret: seal(row.id, { access, refresh }) }).finally(forget),
    remove: id => repository.remove(id).finally(forget),
    botUserOf: async id => (await repository.find(id))?.bot_user_id ?? null,
    async renewAll() {
      forget();
      let changed = 0;
      for (const row of await repository.all())
        if (endsSoon(row) ? await renew(row) : await encryptAnew(row)) changed += 1;
      await repository.forgetStates(clock.now());
      return changed;
    },
  };
}

/** Remembers answers for a short while; one that failed is asked for again. */
function remembering<Answer>(ask: (key: string) => Promise<Answer>) {
  const known = new Map<string, { readonly answer: Promise<Answer>; readonly until: number }>();
  return {
    of(key: string): Promise<Answer> {
      const before = known.get(key);
      if (before !== undefined && performance.now() < before.until) return before.answer;
      const answer = ask(key);
      known.set(key, { answer, until: performance.now() + rememberedMs });
      answer.catch(() => known.delete(key));
      return answer;
    },
    forget: () => known.clear(),
  };
}
