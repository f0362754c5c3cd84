import type { ActionRef } from './action.ts';
import type { Reply } from './reply.ts';
import type { ChannelName, TurnUser } from './turn.ts';

/** Handed to adapters whose platform shows each reader of a message a view of their own. */
export interface Views {
  /** What `Reply.again` gives for that reader; null when there is nothing of their own to see. Never throws, changes nothing. */
  of(user: TurnUser & { readonly channel: ChannelName }, action: ActionRef): Promise<Reply | null>;
}
