import type { Database } from '../../src/platform/db/database.ts';
import type { Log } from '../../src/platform/log/log.ts';
import type { KeyRing } from '../../src/platform/secrets/key-ring.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import { createInstallationRepository } from './installation.repository.ts';
import { createInstallations } from './installations.ts';
import type { SlackSettings } from './slack-adapter.ts';
import { createSlackApi } from './web-api.ts';

export interface SlackExamination {
  /** How many workspaces and organisations Michi is installed in, and in how many of them Slack takes its token. */
  readonly installed: number;
  readonly answering: number;
  /** The first one that does not, with what Slack says. */
  readonly fault: { readonly installation: string; readonly outcome: string } | null;
}

export interface ExamineDeps {
  readonly settings: Pick<SlackSettings, 'apiUrl' | 'clientId' | 'clientSecret'>;
  readonly db: Database;
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly log: Log;
}

/** Asks Slack about each installation; a token that ends soon is renewed on the way. */
export async function examineSlack({ settings, ...deps }: ExamineDeps): Promise<SlackExamination> {
  const { clientId, clientSecret, apiUrl } = settings;
  const repository = createInstallationRepository(deps.db);
  const api = createSlackApi({ url: apiUrl });
  const installations = createInstallations({ ...deps, repository, api, clientId, clientSecret });
  const all = await repository.all();
  let answering = 0;
  let fault: SlackExamination['fault'] = null;
  for (const { id } of all) {
    const found = await installations.token(id);
    const outcome = found === null ? 'gone' : (await api.call('auth.test', found.token, {})).kind;
    if (outcome === 'ok') answering += 1;
    else fault ??= { installation: id, outcome };
  }
  return { installed: all.length, answering, fault };
}
