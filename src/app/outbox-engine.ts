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
 * Messages a second that a tenant's platform takes: Slack names one for a conversation and "several hundred a minute" for a workspace
 * (docs.slack.dev, rate limits of chat.postMessage), taken as 300 a minute; Teams 50 for an app in a tenant (learn.microsoft.com, rate-limit
 * of bots). The web chat has no limit but ours.
 */
export const limitsPerSecond = { slack: 5, teams: 50, web: 200 } as const;
/** Answers have room, and ten thousand messages take little longer than the platform makes them take. */
const shareOfLimit = 0.95;

export function perSecondOf(tenant: string): number {
  const [platform] = tenant.split(':');
  const limits: Readonly<Record<string, number>> = limitsPerSecond;
  return (limits[platform ?? ''] ?? 1) * shareOfLimit;
}
