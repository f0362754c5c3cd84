import { setTimeout as pause } from 'node:timers/promises';
import type { ActionRef } from '../../src/conversation/contract/action.ts';
import type { IncomingTurn } from '../../src/conversation/contract/turn.ts';
import type { Views } from '../../src/conversation/contract/views.ts';
import { judgeOutbound, type OutboundRules } from '../../src/platform/http/outbound-host.ts';
import type { Log } from '../../src/platform/log/log.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import {
  conversationIdOf,
  dialogFetchSchema,
  feedbackSchema,
  refreshSchema,
  type TeamsActivity,
  tenantOf,
} from './activity.ts';
import type { TeamsConversationRepository } from './conversation.repository.ts';
import type { TeamsConversation } from './conversation.types.ts';
import type { Dialogs } from './dialogs.ts';
import type { TeamsFormRepository } from './form.repository.ts';
import { teamsLimits } from './limits.ts';
import type { AdaptiveCard } from './render/card.types.ts';
import { type DialogAnswer, renderDialog } from './render/dialog.ts';
import { renderSingleCard } from './render/reply.ts';
import { wordsFor } from './teams.messages.ts';
import { contentOf, turnOf } from './turns.ts';

export interface InboundDeps {
  readonly receive: (turn: IncomingTurn) => Promise<{ readonly kind: 'accepted' | 'duplicate' }>;
  readonly conversations: TeamsConversationRepository;
  /** Looks behind the acknowledgement whether members of other organisations read a conversation. */
  readonly lookAtMembers: (conversation: TeamsConversation) => void;
  readonly views: Views;
  readonly dialogs: Dialogs;
  readonly forms: Pick<TeamsFormRepository, 'find'>;
  readonly allowedTenants: readonly string[];
  readonly outbound: OutboundRules;
  readonly log: Log;
  readonly clock: Clock;
}

export type Taken =
  | { readonly kind: 'taken' }
  /** Taken, and Teams is told what a dialog shows next; null = it closes. */
  | { readonly kind: 'dialog'; readonly answer: DialogAnswer | null }
  /** What one reader of a card sees; null = what everybody sees. */
  | { readonly kind: 'view'; readonly card: AdaptiveCard | null }
  /** Nothing for Michi in it, which is fine. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'refused'; readonly reason: 'tenant' | 'service-url' }
  | { readonly kind: 'not-understood' };

/** Takes in an activity whose sender is verified. When it returns, everything that must not be lost is committed. */
export async function takeActivity(activity: TeamsActivity, deps: InboundDeps): Promise<Taken> {
  const tenant = tenantOf(activity);
  if (tenant === null || !deps.allowedTenants.includes(tenant)) return { kind: 'refused', reason: 'tenant' };
  if (judgeOutbound(activity.serviceUrl, deps.outbound).kind === 'refused')
    return { kind: 'refused', reason: 'service-url' };
  if (activity.from.role === 'bot' || activity.from.id.startsWith('28:')) return { kind: 'ignored' };
  switch (activity.type) {
    case 'message':
      return handIn(activity, tenant, deps);
    case 'invoke':
      return takeInvoke(activity, tenant, deps);
    case 'installationUpdate':
    case 'conversationUpdate':
      return takeUpdate(activity, tenant, deps);
    default:
      return { kind: 'ignored' };
  }
}

async function takeInvoke(activity: TeamsActivity, tenant: string, deps: InboundDeps): Promise<Taken> {
  if (activity.name === 'adaptiveCard/action') {
    const refresh = refreshSchema.safeParse(activity.value);
    return refresh.success
      ? viewOf(activity, tenant, refresh.data.action.data.michi, deps)
      : handIn(activity, tenant, deps);
  }
  if (activity.name === 'task/fetch') return openDialog(activity, deps);
  if (activity.name === 'task/submit') return submitDialog(activity, tenant, deps);
  if (activity.name !== 'message/submitAction') return { kind: 'not-understood' };
  const feedback = feedbackSchema.safeParse(activity.value);
  if (!feedback.success) return { kind: 'not-understood' };
  deps.log.info('teams.feedback', { reaction: feedback.data.actionValue.reaction });
  return { kind: 'taken' };
}

/** Nothing is changed by looking, so that nothing is written down. */
async function viewOf(activity: TeamsActivity, tenant: string, action: ActionRef, deps: InboundDeps): Promise<Taken> {
  const id = activity.from.aadObjectId;
  if (id === undefined) return { kind: 'view', card: null };
  const late = pause(teamsLimits.viewMs, null, { ref: false });
  const reply = await Promise.race([deps.views.of({ channel: 'teams', tenant, id }, action), late]);
  return { kind: 'view', card: reply === null ? null : renderSingleCard(reply) };
}

/** Nothing happens yet, so that nothing is written down: whoever presses is judged when the form is sent. */
async function openDialog(activity: TeamsActivity, { forms }: InboundDeps): Promise<Taken> {
  const fetched = dialogFetchSchema.safeParse(activity.value);
  const kept = fetched.success ? await forms.find(fetched.data.data.michi.dialog) : null;
  const value = wordsFor(activity.locale).formGone;
  return { kind: 'dialog', answer: kept === null ? { task: { type: 'message', value } } : renderDialog(kept) };
}

async function submitDialog(activity: TeamsActivity, tenant: string, deps: InboundDeps): Promise<Taken> {
  const turn = await readTurn(activity, tenant, deps);
  if (turn === null) {
    const value = wordsFor(activity.locale).oldCard;
    return { kind: 'dialog', answer: { task: { type: 'message', value } } };
  }
  const waiting = deps.dialogs.wait(turn.replyTo ?? '', teamsLimits.dialogAnswerMs);
  try {
    const received = await deps.receive(turn);
    if (received.kind === 'duplicate') waiting.close();
    return { kind: 'dialog', answer: await waiting.answer };
  } finally {
    waiting.close();
  }
}

async function takeUpdate(activity: TeamsActivity, tenant: string, deps: InboundDeps): Promise<Taken> {
  const conversation = conversationIdOf(activity);
  const isMichi = (member: { readonly id: string }) => member.id === activity.recipient.id;
  if (activity.action?.startsWith('remove') === true || activity.membersRemoved?.some(isMichi) === true) {
    await deps.conversations.forget(tenant, conversation);
    return { kind: 'taken' };
  }
  const isGreeting = activity.type === 'installationUpdate' && kindOf(activity) === 'personal';
  if (isGreeting) return handIn(activity, tenant, deps);
  const seen = await noteConversation(activity, tenant, deps);
  if (activity.membersAdded !== undefined || activity.membersRemoved !== undefined) {
    await deps.conversations.setShared(tenant, conversation, seen?.shared === true ? true : null);
    if (seen !== null && seen.kind !== 'personal') deps.lookAtMembers({ ...seen, shared: null });
  }
  return { kind: 'taken' };
}

async function handIn(activity: TeamsActivity, tenant: string, deps: InboundDeps): Promise<Taken> {
  const turn = await readTurn(activity, tenant, deps);
  if (turn === null) return { kind: 'not-understood' };
  await deps.receive(turn);
  return { kind: 'taken' };
}

/** The turn that an activity asks for, its conversation noted; null when it asks for nothing that could be handed in. */
async function readTurn(activity: TeamsActivity, tenant: string, deps: InboundDeps): Promise<IncomingTurn | null> {
  const { id: activityId, from } = activity;
  if (activityId === undefined || from.aadObjectId === undefined) return null;
  const content = contentOf(activity);
  if (content === null) return null;
  const seen = await noteConversation(activity, tenant, deps);
  if (seen === null) return null;
  if (seen.kind !== 'personal' && seen.shared === null) deps.lookAtMembers(seen);
  return turnOf({ activity, activityId, tenant, userId: from.aadObjectId, scope: scopeOf(seen), content });
}

/** As long as nobody has looked who reads a conversation, it counts as shared with others. */
function scopeOf({ kind, shared }: TeamsConversation): IncomingTurn['scope'] {
  if (kind === 'personal') return 'direct';
  return shared === false ? 'channel' : 'shared-channel';
}

function kindOf({ conversation }: TeamsActivity): TeamsConversation['kind'] {
  if (conversation.conversationType === 'channel') return 'channel';
  // What does not say that one person alone reads it is treated as if several did.
  return conversation.conversationType === 'personal' ? 'personal' : 'group';
}

async function noteConversation(
  activity: TeamsActivity,
  tenant: string,
  deps: InboundDeps,
): Promise<TeamsConversation | null> {
  const { aadObjectId: userId, id: account } = activity.from;
  const kind = kindOf(activity);
  if (kind === 'personal' && userId === undefined) return null;
  const conversation: TeamsConversation = {
    tenant,
    conversation: conversationIdOf(activity),
    kind,
    serviceUrl: activity.serviceUrl,
    userId: kind === 'personal' ? (userId ?? null) : null,
    shared: kind === 'personal' ? false : isShared(activity) ? true : null,
  };
  const user = userId === undefined ? null : { tenant, userId, account, conversation: conversation.conversation };
  return { ...conversation, shared: await deps.conversations.seen(conversation, user, deps.clock.now()) };
}

function isShared({ channelData }: TeamsActivity): boolean {
  return channelData?.channel?.type?.toLowerCase() === 'shared';
}
