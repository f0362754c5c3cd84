import type { ChannelPort, Delivery, Undelivered } from '../contract/channel.ts';
import type { IncomingTurn } from '../contract/turn.ts';
import type { Outgoing } from './outgoing.types.ts';

export interface Sent {
  readonly delivery: Delivery;
  /** Where the answer is, as far as that is known. */
  readonly address: string;
  /** What is still to be sent, if trying again can help. */
  readonly left: Outgoing;
}

/** Sends as much as the platform takes now. Repeating it with what is left has no second effect. */
export async function sendOutgoing(channel: ChannelPort, turn: IncomingTurn, out: Outgoing): Promise<Sent> {
  return out.kind === 'here' ? sendHere(channel, turn, out) : sendDirect(channel, turn, out);
}

async function sendHere(
  channel: ChannelPort,
  turn: IncomingTurn,
  out: Extract<Outgoing, { kind: 'here' }>,
): Promise<Sent> {
  const delivery = await channel.send(turn.address, out.deliveryId, out.reply, turn.replyTo);
  return { delivery, address: turn.address, left: out };
}

async function sendDirect(
  channel: ChannelPort,
  turn: IncomingTurn,
  out: Extract<Outgoing, { kind: 'direct' }>,
): Promise<Sent> {
  const opened = await channel.openDirect({ channel: turn.channel, tenant: turn.user.tenant, id: turn.user.id });
  const delivery = opened.kind === 'opened' ? await channel.send(opened.address, out.deliveryId, out.reply) : opened;
  if (opened.kind === 'opened' && delivery.kind === 'sent')
    return pointTo(channel, turn, out, { delivery, address: opened.address, left: out });
  // Only `opened` becomes a delivery that was sent, which has returned above.
  if (delivery.kind !== 'sent' && !isFinal(delivery)) return { delivery, address: turn.address, left: out };
  return sendHere(channel, turn, { kind: 'here', deliveryId: `${out.deliveryId}:otherwise`, reply: out.otherwise });
}

/** The answer has arrived: a pointer that the platform does not take now is tried again, one that it never takes is left out. */
async function pointTo(
  channel: ChannelPort,
  turn: IncomingTurn,
  { deliveryId, pointer }: Extract<Outgoing, { kind: 'direct' }>,
  sent: Sent,
): Promise<Sent> {
  if (pointer === null || sent.address === turn.address) return sent;
  const left: Outgoing = { kind: 'here', deliveryId: `${deliveryId}:pointer`, reply: pointer };
  const pointed = await sendHere(channel, turn, left);
  return pointed.delivery.kind === 'sent' || isFinal(pointed.delivery) ? sent : { ...pointed, address: sent.address };
}

function isFinal(delivery: Undelivered): boolean {
  return delivery.kind === 'gone' || delivery.kind === 'forbidden';
}
