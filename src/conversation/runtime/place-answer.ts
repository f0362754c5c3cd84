import type { Locale } from '../../platform/i18n/locale.ts';
import type { Intent, IntentContext, IntentInput, IntentResult } from '../contract/intent.ts';
import type { Reply } from '../contract/reply.ts';
import type { IncomingTurn } from '../contract/turn.ts';
import type { Outgoing } from './outgoing.types.ts';
import { personalInChannelReply, plainReply } from './replies.ts';

/** What an intent answered; `otherwise` is set when the answer belongs into the direct conversation though it was asked for elsewhere. */
export interface Placed {
  readonly result: IntentResult;
  readonly otherwise: Reply | null;
}

/** Hands the turn to an intent as for the place where its answer will be seen. */
export async function handlePlaced(
  intent: Intent,
  context: IntentContext,
  input: IntentInput,
  scope: IncomingTurn['scope'],
): Promise<Placed> {
  const { locale } = context.actor;
  if (scope === 'channel' && intent.content === 'catalogue') {
    const result = await intent.handle({ ...context, scope: 'channel' }, input);
    if (result.directOnly !== true) return { result, otherwise: null };
    return { result: await intent.handle({ ...context, scope: 'direct' }, input), otherwise: result.reply };
  }
  const result = await intent.handle({ ...context, scope: 'direct' }, input);
  if (scope === 'direct') return { result, otherwise: null };
  return { result, otherwise: intent.content === 'personal' ? personalInChannelReply(locale, intent) : null };
}

/** In a direct conversation everything is said in it; in a channel what the members may see; in one shared with others nothing. */
export function placeReply(turn: IncomingTurn, reply: Reply, otherwise: Reply | null, locale: Locale): Outgoing {
  const deliveryId = turn.key;
  if (turn.scope === 'direct' || (turn.scope === 'channel' && otherwise === null))
    return { kind: 'here', deliveryId, reply };
  return {
    kind: 'direct',
    deliveryId,
    reply,
    pointer: plainReply(locale, 'movedToDirect'),
    otherwise: otherwise ?? plainReply(locale, 'sharedChannel'),
  };
}

/** For the eyes of whoever did it, such as a refusal: directly, and in the channel only where that is impossible. */
export function placeAside(turn: IncomingTurn, reply: Reply): Outgoing {
  const deliveryId = turn.key;
  if (turn.scope === 'direct') return { kind: 'here', deliveryId, reply };
  return { kind: 'direct', deliveryId, reply, pointer: null, otherwise: reply };
}
