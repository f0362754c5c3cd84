import { examineSlack, type SlackExamination } from '../../adapters/slack/examine.ts';
import { checkTeams } from '../../adapters/teams/teams-adapter.ts';
import type { Database } from '../platform/db/database.ts';
import { createLog } from '../platform/log/log.ts';
import { createKeyRing } from '../platform/secrets/key-ring.ts';
import { systemClock } from '../platform/time/clock.ts';
import type { Config } from './config.ts';
import type { Finding, StateOf } from './doctor.types.ts';

/** Asks Slack about every installation; nothing when no variable names Slack. */
export async function slackFindings(db: Database, config: Config): Promise<readonly Finding[]> {
  const { slack, keys } = config.channels;
  if (slack === null || keys === null) return [];
  const ring = createKeyRing(keys);
  const found = await examineSlack({ settings: slack, db, keys: ring, clock: systemClock, log: createLog('silent') });
  const { installation = '', outcome = '' } = found.fault ?? {};
  return [
    { part: 'slack', state: slackState(found, config), facts: { installed: found.installed, installation, outcome } },
  ];
}

function slackState({ installed, fault }: SlackExamination, { publicUrl, channels }: Config): StateOf<'slack'> {
  if (fault !== null) return 'broken';
  if (publicUrl?.startsWith('https:') !== true && channels.slack?.appToken === null) return 'no-address';
  return installed === 0 ? 'not-installed' : 'ok';
}

/** Asks the sign-in service for a token: what it refuses, Teams would refuse too. Nothing when no variable names Teams. */
export async function teamsFindings({ channels }: Config): Promise<readonly Finding[]> {
  if (channels.teams === null) return [];
  const tenants = channels.teams.allowedTenants.length;
  const outcome = await checkTeams(channels.teams, systemClock);
  return outcome.kind === 'token'
    ? [{ part: 'teams', state: 'ok', facts: { tenants, code: '' } }]
    : [{ part: 'teams', state: 'broken', facts: { tenants, code: outcome.reason } }];
}
