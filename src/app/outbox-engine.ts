import type { OpenDatabase } from '../platform/db/open-database.ts';
import { createReach } from '../platform/faults/kill-points.ts';
import type { Log } from '../platform/log/log.ts';
import { createLocalEngine, type OutboxEngine } from '../platform/outbox/local-engine.ts';
import type { OutboxHandler } from '../platform/outbox/outbox.types.ts';
import { createRelay } from '../platform/outbox/relay.ts';
import { createRedisEngine } from '../platform/queue/redis-outbox-engine.ts';
import type { Clock } from '../platform/time/clock.ts';
import type { Config } from './config.ts';

export interface OutboxEngineDeps {
  readonly config: Config;
  readonly log: Log;
  readonly db: OpenDatabase;
  readonly clock: Clock;
  readonly handlers: () => readonly OutboxHandler[];
}

/** Sends what the outbox holds: alone in this process, or with others over Redis. */
export function createOutboxEngine({ config, log, db, clock, handlers }: OutboxEngineDeps): OutboxEngine {
  const onFault = (where: string, fault: unknown) => log.error('outbox.failed', fault, { where });
  const relay = createRelay({ db, clock, handlers, perSecondOf, reach: createReach(config.killAt), onFault });
  return config.redisUrl === null
    ? createLocalEngine({ relay, onFault, isOnlyProcess: config.databaseUrl === null })
    : createRedisEngine({ relay, onFault, url: config.redisUrl });
}

/**
 * What a tenant's platform takes, below its limit so that answers have room: Slack names one message a second for a conversation and
 * "several hundred a minute" for a workspace (docs.slack.dev, rate limits of chat.postMessage); Teams 50 a second for an app in a tenant
 * (learn.microsoft.com, rate-limit of bots).
 */
function perSecondOf(tenant: string): number {
  const [platform] = tenant.split(':');
  const paces: Readonly<Record<string, number>> = { slack: 4, teams: 40, web: 200 };
  return paces[platform ?? ''] ?? 1;
}
