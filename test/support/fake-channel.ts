import type { ChannelPort, Delivery, DirectConversation } from '../../src/conversation/contract/channel.ts';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';

export interface LedgerEntry {
  readonly address: string;
  readonly deliveryId: string;
  readonly reply: Reply;
  readonly text: string;
  readonly replyTo?: string;
}

export interface FakeChannel extends ChannelPort {
  /** Everything that arrived, in order. A delivery id that was there before arrives no second time. */
  readonly ledger: readonly LedgerEntry[];
  /** How often `send` was called, repeated ids included. */
  readonly attempts: number;
  /** Where Michi was shown at work, in order. */
  readonly working: readonly string[];
  /** What the next sendings answer instead of `sent`, in order. */
  answerNext(...deliveries: readonly Delivery[]): void;
  /** What the next openings of a direct conversation answer instead of `opened`, in order. */
  answerNextOpening(...outcomes: readonly DirectConversation[]): void;
}

/** A platform that keeps a ledger and can be told to refuse. */
export function createFakeChannel(): FakeChannel {
  const ledger: LedgerEntry[] = [];
  const working: string[] = [];
  const scripted: Delivery[] = [];
  const openings: DirectConversation[] = [];
  let attempts = 0;

  function arrive(address: string, deliveryId: string, reply: Reply, replyTo?: string): Delivery {
    if (!ledger.some(entry => entry.deliveryId === deliveryId)) {
      const exact = replyTo === undefined ? {} : { replyTo };
      ledger.push({ address, deliveryId, reply, text: plainText(reply), ...exact });
    }
    return { kind: 'sent', ref: deliveryId };
  }

  return {
    name: 'fake',
    ledger,
    working,
    get attempts() {
      return attempts;
    },
    answerNext: (...deliveries) => void scripted.push(...deliveries),
    answerNextOpening: (...outcomes) => void openings.push(...outcomes),
    async send(address, deliveryId, reply, replyTo) {
      attempts += 1;
      return scripted.shift() ?? arrive(address, deliveryId, reply, replyTo);
    },
    async update(address, ref, reply) {
      return arrive(address, `${ref}#${ledger.length}`, reply);
    },
    openDirect: async user =>
      openings.shift() ?? { kind: 'opened', address: `direct-${JSON.stringify([user.tenant, user.id])}` },
    async showWorking(address) {
      working.push(address);
    },
  };
}
