import type { ActionRef } from '../../src/conversation/contract/action.ts';
import { type IncomingTurn, maxTextLength } from '../../src/conversation/contract/turn.ts';
import { channelAddress, directAddress, writeSpot } from './address.ts';
import { type Party, turnUser } from './party.ts';
import type { ActionsBody, CommandBody, EventBody, ShortcutBody, ViewBody } from './payload.ts';
import { type FormMetadata, formMetadataSchema } from './render/form.ts';
import type { Press } from './render/press.ts';

/** Messages that people wrote; every other subtype is a notice about a message. */
const writtenSubtypes = new Set(['file_share', 'thread_broadcast', 'me_message']);

type Event = EventBody['event'];

export function writerOf({ user, assistant_thread }: Event): string | null {
  if (typeof user === 'string') return user;
  return user?.id ?? assistant_thread?.user_id ?? null;
}

/** A message in the direct conversation or one that mentions Michi; null = nothing that is answered, such as Michi's own or a bot's. */
export function messageTurn(body: EventBody, party: Party, botUser: string | null): IncomingTurn | null {
  const { event } = body;
  const [user, channel, ts] = [writerOf(event), event.channel ?? null, event.ts ?? null];
  if (user === null || channel === null || ts === null || !isWritten(event) || user === botUser) return null;
  const isDirect = event.type === 'message';
  if (isDirect && !isDirectChannel(event, channel)) return null;
  const channelScope = body.is_ext_shared_channel === true ? 'shared-channel' : 'channel';
  return {
    key: `${party.tenant}:${body.event_id}`,
    channel: 'slack',
    address: isDirect ? directAddress(party.installation, user) : channelAddress(party.installation, channel),
    replyTo: spotOf(event, ts, isDirect),
    scope: isDirect ? 'direct' : channelScope,
    user: turnUser(party, user, event.user_team ?? event.source_team),
    content: { kind: 'text', text: plainWords(event.text ?? '', botUser) },
  };
}

/** Slack says what kind of channel it is; where it does not, the id does. */
function isDirectChannel({ channel_type }: Event, channel: string): boolean {
  return (channel_type ?? (channel.startsWith('D') ? 'im' : null)) === 'im';
}

function isWritten({ subtype, bot_id }: Event): boolean {
  const isMachine = bot_id !== null && bot_id !== undefined;
  return !isMachine && (subtype === null || subtype === undefined || writtenSubtypes.has(subtype));
}

/** In a channel every answer goes into a thread; in the direct conversation only where one was begun. */
function spotOf({ thread_ts }: Event, ts: string, isDirect: boolean): string {
  const thread = thread_ts ?? (isDirect ? null : ts);
  return writeSpot(thread === null ? { kind: 'message', ts } : { kind: 'thread', ts: thread });
}

/** The first time that somebody opens the conversation. The key is the same however often that happens. */
export function openedTurn(party: Party, user: string, thread: string | null): IncomingTurn {
  return {
    key: `${party.tenant}:opened:${user}`,
    channel: 'slack',
    address: directAddress(party.installation, user),
    ...(thread === null ? {} : { replyTo: writeSpot({ kind: 'thread', ts: thread }) }),
    scope: 'direct',
    user: turnUser(party, user, null),
    content: { kind: 'opened' },
  };
}

export function pressTurn(
  body: ActionsBody,
  party: Party,
  { action, madeFor }: Extract<Press, { kind: 'action' }>,
): IncomingTurn {
  const { user, actions, container } = body;
  const place = placeOf(body, party);
  const [pressed] = actions;
  const ref = container.message_ts === null || container.message_ts === undefined ? `home:${user.id}` : place.ref;
  return {
    key: `${party.tenant}:press:${ref}:${user.id}:${pressed?.action_ts}:${pressed?.block_id}:${pressed?.action_id}`,
    channel: 'slack',
    address: place.address,
    ...(place.thread === null ? {} : { replyTo: writeSpot({ kind: 'thread', ts: place.thread }) }),
    scope: place.scope,
    user: turnUser(party, user.id, user.team_id),
    content: { kind: 'action', action, card: { ref, ...(madeFor === null ? {} : { madeFor }) } },
  };
}

/**
 * Where a press belongs. The press does not say whether its channel is shared with another organisation, so in every channel it is answered
 * as in a shared one: to the person alone.
 */
export function placeOf(body: ActionsBody, party: Party) {
  const channel = body.channel?.id ?? null;
  const isDirect = channel === null || channel.startsWith('D');
  return {
    address: isDirect ? directAddress(party.installation, body.user.id) : channelAddress(party.installation, channel),
    scope: isDirect ? ('direct' as const) : ('shared-channel' as const),
    ref: `${channel ?? 'home'}:${body.container.message_ts ?? ''}`,
    thread: body.message?.thread_ts ?? (isDirect ? null : (body.container.message_ts ?? null)),
  };
}

export function readFormMetadata(body: ViewBody): FormMetadata | null {
  try {
    return formMetadataSchema.parse(JSON.parse(body.view.private_metadata ?? ''));
  } catch {
    return null;
  }
}

/** Sent or closed. A second press of the same state of a dialog has the same key. */
export function formTurn(
  body: ViewBody,
  party: Party,
  metadata: FormMetadata,
  values: Readonly<Record<string, string>>,
): IncomingTurn {
  const { view, user } = body;
  const isSent = body.type === 'view_submission';
  const { ref, madeFor } = metadata;
  const card = { ref, ...(madeFor === null ? {} : { madeFor }) };
  const direct = directAddress(party.installation, user.id);
  return {
    key: `${party.tenant}:${isSent ? 'form' : 'closed'}:${view.id}:${view.hash ?? ''}:${user.id}`,
    channel: 'slack',
    address: direct,
    ...(isSent ? { replyTo: writeSpot({ kind: 'view', id: view.id }) } : {}),
    scope: 'direct',
    user: turnUser(party, user.id, user.team_id),
    content: isSent
      ? { kind: 'form', action: metadata.submit, values: { ...values }, card }
      : { kind: 'action', action: metadata.cancel, card },
  };
}

const help: ActionRef = { intent: 'help', slots: {} };

/** `/michi` with words is a sentence, alone it asks what Michi can do. Nobody sees a command but who wrote it, so it is answered directly. */
export function commandTurn(body: CommandBody, party: Party): IncomingTurn {
  const text = plainWords(body.text, null);
  return {
    key: `${party.tenant}:command:${body.trigger_id}`,
    channel: 'slack',
    address: directAddress(party.installation, body.user_id),
    scope: 'direct',
    user: turnUser(party, body.user_id, body.team_id),
    content: text === '' ? { kind: 'action', action: help } : { kind: 'text', text },
  };
}

/** "Ask Michi about this": the words of somebody's message as a question of whoever chose it. */
export function shortcutTurn(body: ShortcutBody, party: Party): IncomingTurn {
  const text = plainWords(body.message?.text ?? '', null);
  return {
    key: `${party.tenant}:shortcut:${body.trigger_id ?? ''}:${body.user.id}`,
    channel: 'slack',
    address: directAddress(party.installation, body.user.id),
    scope: 'direct',
    user: turnUser(party, body.user.id, body.user.team_id),
    content: text === '' ? { kind: 'action', action: help } : { kind: 'text', text },
  };
}

/** Slack's markup as the words that people see: without the mention of Michi, links and channels by their names, `&lt;` as `<`. */
export function plainWords(text: string, botUser: string | null): string {
  return text
    .replaceAll(/<@([A-Z0-9]+)(?:\|([^>]*))?>/g, (_all, user: string, name: string | undefined) =>
      user === botUser ? ' ' : (name ?? ' '),
    )
    .replaceAll(/<[#!][^>|]*(?:\|([^>]*))?>/g, (_all, name: string | undefined) => name ?? ' ')
    .replaceAll(
      /<((?:https?|mailto|tel):[^>|]*)(?:\|([^>]*))?>/g,
      (_all, url: string, name: string | undefined) => name ?? url,
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .toWellFormed()
    .replaceAll('\0', '')
    .trim()
    .slice(0, maxTextLength);
}
