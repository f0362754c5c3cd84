import type { Clock } from '../../src/platform/time/clock.ts';

/** A person may send this many turns at once, and one more each second: far above typing, far below a script gone wild. */
const burst = 30;
const perSecond = 1;

export interface RateLimit {
  /** Takes one turn; false when the person has none left. */
  take(personId: string): boolean;
}

/** A token bucket for each person, in memory: every replica counts for itself. Full buckets are forgotten. */
export function createRateLimit(clock: Clock): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(personId) {
      const now = clock.now().getTime();
      if (buckets.size > 10_000) forgetFull(buckets, now);
      const tokens = tokensAt(buckets.get(personId), now);
      if (tokens < 1) return false;
      buckets.set(personId, { tokens: tokens - 1, at: now });
      return true;
    },
  };
}

function tokensAt(bucket: { readonly tokens: number; readonly at: number } | undefined, now: number): number {
  if (bucket === undefined) return burst;
  return Math.min(burst, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond);
}

function forgetFull(buckets: Map<string, { tokens: number; at: number }>, now: number): void {
  for (const [person, bucket] of buckets) if (tokensAt(bucket, now) >= burst) buckets.delete(person);
}
