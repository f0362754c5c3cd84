import type { UserRef } from './identity.ts';
import type { Reply } from './reply.ts';
import type { ChannelName } from './turn.ts';

/** Why nothing arrived, or may not have. */
export type Undelivered =
  /** Wait for that long; only this tenant or conversation waits. */
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
  /** The conversation or the user is not there (any more). */
  | { readonly kind: 'gone' }
  /** The platform does not let Michi write there, such as where the app is not installed. */
  | { readonly kind: 'forbidden' }
  /** It may or may not have arrived: it is looked up before it is sent again. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'temporary'; readonly reason: string };

/** What came of a sending. `ref` names the message for `update`. */
export type Delivery = { readonly kind: 'sent'; readonly ref: string } | Undelivered;

/** What came of opening a direct conversation. */
export type DirectConversation = { readonly kind: 'opened'; readonly address: string } | Undelivered;

/** How Michi reaches people on one platform. Expected outcomes are returned, not thrown. */
export interface ChannelPort {
  readonly name: ChannelName;
  /**
   * The same `deliveryId` twice has one effect: it is Michi's own opaque id, of at most 320 characters, and what was sent under it is
   * looked up when it is not known whether it arrived. `replyTo` is that of the turn which is answered.
   */
  send(address: string, deliveryId: string, reply: Reply, replyTo?: string): Promise<Delivery>;
  /** Replaces what was sent before under that reference. */
  update(address: string, ref: string, reply: Reply): Promise<Delivery>;
  /** The address of the direct conversation with a user, who need not have written before; the same user always gets the same one. */
  openDirect(user: UserRef): Promise<DirectConversation>;
  /** Shows that Michi is at work until the answer arrives. Best effort: nobody waits for it, and a failure is nobody's concern. */
  showWorking?(address: string, replyTo?: string): Promise<void>;
}
