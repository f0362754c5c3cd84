import type { Outbox } from '../../src/platform/outbox/outbox.types.ts';

/** Takes everything and gives nothing out: for tests that look at what is planned. */
export function testOutbox(): Outbox {
  return { put: async () => undefined, cancel: async () => 0, move: async () => 0 };
}
