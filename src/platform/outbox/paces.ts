import type { Database } from '../db/database.ts';
import { countAhead } from './outbox.repository.ts';

const delivering = { kind: 'system', purpose: 'deliver' } as const;

export interface PacesDeps {
  readonly db: Database;
  /** Messages a second that a tenant is sent at the most. */
  readonly perSecondOf: (tenant: string) => number;
}

/** How long it takes to send so many messages, before the first one is put into the outbox. */
export interface Paces {
  /** Seconds until all are out when they are due at once: the slowest tenant's, behind what waits there already, at the pace that it takes now. */
  secondsFor(messages: ReadonlyMap<string, number>, now: Date): Promise<number>;
}

export function createPaces({ db, perSecondOf }: PacesDeps): Paces {
  return {
    async secondsFor(messages, now) {
      const tenants = [...messages.keys()];
      const ahead = new Map(
        (await db.transaction(delivering, tx => countAhead(tx, tenants, now))).map(row => [row.tenant, row]),
      );
      const seconds = tenants.map(tenant => {
        const { waiting = 0, perSecond = perSecondOf(tenant) } = ahead.get(tenant) ?? {};
        return ((messages.get(tenant) ?? 0) + waiting) / perSecond;
      });
      return Math.max(0, ...seconds);
    },
  };
}
