import type { ChannelPort, Delivery } from '../../src/conversation/contract/channel.ts';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';

export interface LedgerEntry {
  readonly address: string;
  readonly deliveryId: string;
  readonly reply: Reply;
  readonly text: string;
}

export interface FakeChannel extends ChannelPort {
  /** Everything that arrived, in order. A delivery id that was there before arrives no second time. */
  readonly ledger: readonly LedgerEntry[];
  /** How often `send` was called, repeated ids included. */
  readonly attempts: number;
  /** What the next sendings answer instead of `sent`, in order. */
  answerNext(...deliveries: readonly Delivery[]): void;
}

/** A platform that keeps a ledger and can be told to refuse. */
export function createFakeChannel(): FakeChannel {
  const ledger: LedgerEntry[] = [];
  const scripted: Delivery[] = [];
  let attempts = 0;

  function arrive(address: string, deliveryId: string, reply: Reply): Delivery {
    if (!ledger.some(entry => entry.deliveryId === deliveryId)) {
      ledger.push({ address, deliveryId, reply, text: plainText(reply) });
    }
    return { kind: 'sent', ref: deliveryId };
  }

  return {
    name: 'fake',
    ledger,
    get attempts() {
      return attempts;
    },
    answerNext: (...deliveries) => void scripted.push(...deliveries),
    async send(address, deliveryId, reply) {
      attempts += 1;
      return scripted.shift() ?? arrive(address, deliveryId, reply);
    },
    async update(address, ref, reply) {
      return arrive(address, `${ref}#${ledger.length}`, reply);
    },
  };
}
