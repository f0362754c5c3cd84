import { z } from 'zod';
import type {
  ChannelPort,
  Delivery,
  DirectConversation,
  Undelivered,
} from '../../src/conversation/contract/channel.ts';
import type { UserRef } from '../../src/conversation/contract/identity.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import { AppError } from '../../src/platform/errors/app-error.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import { addressOf, readAddress } from './address.ts';
import type { Connector } from './connector.ts';
import type { TeamsConversationRepository } from './conversation.repository.ts';
import type { TeamsConversation } from './conversation.types.ts';
import type { TeamsDeliveryRepository } from './delivery.repository.ts';
import type { Dialogs } from './dialogs.ts';
import type { TeamsFormRepository } from './form.repository.ts';
import { formsToKeep } from './render/kept-form.ts';
import { type OutgoingActivity, renderReply } from './render/reply.ts';

export interface DeliverDeps {
  readonly conversations: TeamsConversationRepository;
  readonly deliveries: TeamsDeliveryRepository;
  readonly connector: Connector;
  readonly dialogs: Dialogs;
  readonly forms: Pick<TeamsFormRepository, 'keep'>;
  readonly clock: Clock;
  readonly appId: string;
  readonly allowedTenants: readonly string[];
  /** Where conversations of a tenant are opened of which nothing was seen yet. */
  readonly defaultServiceUrl: string;
}

const createdSchema = z.object({ id: z.string().min(1) });
/** A reference names every message of an answer. */
const refSeparator = ' ';

/**
 * Teams knows no key of a sending and cannot be asked what it has: what arrived is written down, and what may have arrived is told as
 * ambiguous. Sending it again costs at most one duplicate for each ambiguous attempt; whoever must not do that does not send again.
 */
export function createTeamsChannel(deps: DeliverDeps): ChannelPort {
  return {
    name: 'teams',
    send: (address, deliveryId, reply, replyTo) =>
      delivering<Delivery>(() => send(deps, address, deliveryId, reply, replyTo)),
    update: (address, ref, reply) => delivering<Delivery>(() => update(deps, address, ref, reply)),
    openDirect: user => delivering<DirectConversation>(() => openDirect(deps, user)),
    async showWorking(address, replyTo) {
      const found = await conversationOf(deps, address);
      if (found === null) return;
      const path = [exactPlace(found, replyTo), 'activities'];
      await deps.connector({ method: 'POST', serviceUrl: found.serviceUrl, path, body: { type: 'typing' } });
    },
  };
}

async function send(
  deps: DeliverDeps,
  address: string,
  deliveryId: string,
  reply: Reply,
  replyTo: string | undefined,
): Promise<Delivery> {
  const found = await conversationOf(deps, address);
  if (found === null) return { kind: 'gone' };
  if (replyTo !== undefined && deps.dialogs.show(replyTo, reply)) return { kind: 'sent', ref: replyTo };
  await keepForms(deps, reply);
  const arrived = [...(await deps.deliveries.arrived(deliveryId))];
  const activities = renderReply(reply);
  for (const [part, activity] of activities.entries()) {
    if (part < arrived.length) continue;
    const posted = await post(deps, found, activity, replyTo);
    if (posted.kind !== 'sent') return posted;
    await deps.deliveries.add(deliveryId, part, posted.ref, deps.clock.now());
    arrived.push(posted.ref);
  }
  return { kind: 'sent', ref: arrived.join(refSeparator) };
}

/** A button that opens a dialog must find its form, so that is kept first. */
async function keepForms({ forms, clock }: DeliverDeps, reply: Reply): Promise<void> {
  const toKeep = formsToKeep(reply);
  if (toKeep.size > 0) await forms.keep(toKeep, clock.now());
}

async function post(
  deps: DeliverDeps,
  found: TeamsConversation,
  activity: OutgoingActivity,
  replyTo: string | undefined,
): Promise<Delivery> {
  const path = [exactPlace(found, replyTo), 'activities'];
  const answer = await deps.connector({ method: 'POST', serviceUrl: found.serviceUrl, path, body: activity });
  if (answer.kind !== 'ok') return lost(deps, found, answer);
  const created = createdSchema.safeParse(answer.body);
  // It was taken, but under which id is unknown.
  return created.success ? { kind: 'sent', ref: created.data.id } : { kind: 'ambiguous' };
}

/** A thread of a channel, when the answer belongs into one. */
function exactPlace({ conversation }: TeamsConversation, replyTo: string | undefined): string {
  return replyTo?.startsWith(`${conversation};messageid=`) === true ? replyTo : conversation;
}

/** Where the app is not installed any more, the conversation is opened anew when it is. */
async function lost(deps: DeliverDeps, found: TeamsConversation, answer: Undelivered): Promise<Undelivered> {
  if (answer.kind === 'forbidden' || answer.kind === 'gone')
    await deps.conversations.markLost(found.tenant, found.conversation, deps.clock.now());
  return answer;
}

async function conversationOf(deps: DeliverDeps, address: string): Promise<TeamsConversation | null> {
  const place = readAddress(address);
  if (place === null || !deps.allowedTenants.includes(place.tenant)) return null;
  return deps.conversations.find(place.tenant, place.conversation);
}

/** Replacing is idempotent: the messages that there are become the new ones, what is missing is sent, what is too much is deleted. */
async function update(deps: DeliverDeps, address: string, ref: string, reply: Reply): Promise<Delivery> {
  const found = await conversationOf(deps, address);
  if (found === null) return { kind: 'gone' };
  await keepForms(deps, reply);
  const existing = ref.split(refSeparator);
  const activities = renderReply(reply);
  const refs: string[] = [];
  for (const [part, activity] of activities.entries()) {
    const id = existing[part];
    const outcome =
      id === undefined ? await post(deps, found, activity, undefined) : await put(deps, found, id, activity);
    if (outcome.kind !== 'sent') return outcome;
    refs.push(outcome.ref);
  }
  for (const id of existing.slice(activities.length)) await deps.connector({ ...at(found, id), method: 'DELETE' });
  return { kind: 'sent', ref: refs.join(refSeparator) };
}

async function put(
  deps: DeliverDeps,
  found: TeamsConversation,
  id: string,
  activity: OutgoingActivity,
): Promise<Delivery> {
  const answer = await deps.connector({ ...at(found, id), method: 'PUT', body: { ...activity, id } });
  return answer.kind === 'ok' ? { kind: 'sent', ref: id } : answer;
}

function at({ serviceUrl, conversation }: TeamsConversation, id: string) {
  return { serviceUrl, path: [conversation, 'activities', id] };
}

/** Opening again gives the same conversation, so that nothing about it is ambiguous. */
async function openDirect(deps: DeliverDeps, user: UserRef): Promise<DirectConversation> {
  const { tenant, id: userId } = user;
  if (user.channel !== 'teams' || !deps.allowedTenants.includes(tenant)) return { kind: 'gone' };
  const known = await deps.conversations.findDirect(tenant, userId);
  if (known !== null) return { kind: 'opened', address: addressOf(known) };
  const serviceUrl = (await deps.conversations.serviceUrlOf(tenant)) ?? deps.defaultServiceUrl;
  const seen = await deps.conversations.findUser(tenant, userId);
  const answer = await deps.connector({
    method: 'POST',
    serviceUrl,
    path: [],
    body: {
      isGroup: false,
      tenantId: tenant,
      bot: { id: `28:${deps.appId}` },
      members: [{ id: seen?.account ?? userId }],
      channelData: { tenant: { id: tenant } },
    },
  });
  if (answer.kind === 'ambiguous') return { kind: 'temporary', reason: 'no-answer' };
  if (answer.kind !== 'ok') return answer;
  const created = createdSchema.safeParse(answer.body);
  if (!created.success) return { kind: 'temporary', reason: 'no-answer' };
  const opened = {
    tenant,
    conversation: created.data.id,
    kind: 'personal',
    serviceUrl,
    userId,
    shared: false,
  } as const;
  await deps.conversations.seen(opened, null, deps.clock.now());
  return { kind: 'opened', address: addressOf(opened) };
}

/** A passing fault of the database is an outcome of a delivery; nothing was sent, or it is written down on the next attempt. */
async function delivering<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | Undelivered> {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof AppError && fault.retry === 'later') return { kind: 'temporary', reason: fault.code };
    throw fault;
  }
}
