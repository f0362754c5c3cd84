import type { Reply } from './reply.ts';
import type { ChannelName } from './turn.ts';

/** What came of a sending. `ambiguous` = it may or may not have arrived, so it is looked up before it is sent again. */
export type Delivery =
  | { readonly kind: 'sent'; readonly ref: string }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'temporary'; readonly reason: string };

/** How Michi reaches a person on one platform. The same `deliveryId` twice has one effect. */
export interface ChannelPort {
  readonly name: ChannelName;
  send(address: string, deliveryId: string, reply: Reply): Promise<Delivery>;
  /** Replaces what was sent before under that reference. */
  update(address: string, ref: string, reply: Reply): Promise<Delivery>;
}
