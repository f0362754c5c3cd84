import type { Outbox, OutboxEntry } from '../../src/platform/outbox/outbox.types.ts';

export interface OutboxLedger extends Outbox {
  /** What was put in, in order; a key that was there before is passed over. */
  readonly entries: readonly OutboxEntry[];
  /** The subjects that were cancelled. */
  readonly cancelled: readonly string[];
}

/** Writes down what is handed to the outbox, for tests of what comes before it. */
export function createOutboxLedger(): OutboxLedger {
  const entries: OutboxEntry[] = [];
  const cancelled: string[] = [];
  return {
    entries,
    cancelled,
    async put(_tx, more) {
      entries.push(...more.filter(({ key }) => !entries.some(known => known.key === key)));
    },
    async cancel(_tx, { subjects }) {
      cancelled.push(...subjects);
      return subjects.length;
    },
    move: async (_tx, { subjects }) => subjects.length,
  };
}
