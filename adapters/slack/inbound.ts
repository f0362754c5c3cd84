import type { z } from 'zod';
import type { IncomingTurn } from '../../src/conversation/contract/turn.ts';
import type { Log } from '../../src/platform/log/log.ts';
import { directAddress } from './address.ts';
import type { Desk } from './desk.ts';
import type { Installations } from './installations.ts';
import { type Party, partyOfCommand, partyOfEvent, partyOfInteraction } from './party.ts';
import {
  type ActionsBody,
  actionsBodySchema,
  type CommandBody,
  commandBodySchema,
  type EventBody,
  eventBodySchema,
  type ShortcutBody,
  shortcutBodySchema,
  type ViewBody,
  viewBodySchema,
} from './payload.ts';
import { formCallback, readValues, renderNotice } from './render/form.ts';
import { readPress } from './render/press.ts';
import type { SentRepository } from './sent.repository.ts';
import { slackMessages } from './slack.messages.ts';
import {
  commandTurn,
  formTurn,
  messageTurn,
  openedTurn,
  placeOf,
  pressTurn,
  readFormMetadata,
  shortcutTurn,
  writerOf,
} from './turns.ts';

/** What Slack is told. `refused` is a workspace that is not served. */
export type InboundAnswer =
  | { readonly kind: 'ack'; readonly body?: object }
  | { readonly kind: 'refused' }
  | { readonly kind: 'not-understood' };

export interface InboundDeps {
  readonly receive: (turn: IncomingTurn) => Promise<{ readonly kind: 'accepted' | 'duplicate' }>;
  readonly sent: SentRepository;
  readonly installations: Installations;
  readonly desk: Desk;
  readonly allowedTeams: readonly string[];
  readonly log: Log;
  /** Work that goes on behind the acknowledgement. */
  readonly behind: (work: () => Promise<unknown>) => void;
}

export interface Inbound {
  /** Takes one verified body in. Returns when what it asks for is committed; a throw means that Slack must send it again. */
  take(body: unknown): Promise<InboundAnswer>;
}

const ack: InboundAnswer = { kind: 'ack' };

export function createInbound(deps: InboundDeps): Inbound {
  const isAllowed = (party: Party | null): party is Party =>
    party?.names.some(name => deps.allowedTeams.includes(name)) === true;

  /** Reads the body, asks whether its workspace is served, and hands it on. */
  async function served<Body>(
    schema: z.ZodType<Body>,
    body: unknown,
    partyOf: (body: Body) => Party | null,
    work: (body: Body, party: Party) => Promise<InboundAnswer>,
  ): Promise<InboundAnswer> {
    const parsed = schema.safeParse(body);
    if (!parsed.success) {
      deps.log.warn('slack.not-understood', { type: typeOf(body) });
      return { kind: 'not-understood' };
    }
    const party = partyOf(parsed.data);
    if (isAllowed(party)) return work(parsed.data, party);
    deps.log.warn('slack.workspace-refused', { type: typeOf(body) });
    return { kind: 'refused' };
  }

  return {
    take(body) {
      switch (typeOf(body)) {
        case 'event_callback':
          return served(eventBodySchema, body, partyOfEvent, (event, party) => takeEvent(deps, event, party));
        case 'block_actions':
          return served(actionsBodySchema, body, partyOfInteraction, (one, party) => takeActions(deps, one, party));
        case 'view_submission':
        case 'view_closed':
          return served(viewBodySchema, body, partyOfInteraction, (view, party) => takeView(deps, view, party));
        case 'message_action':
        case 'shortcut':
          return served(shortcutBodySchema, body, partyOfInteraction, (one, party) => takeShortcut(deps, one, party));
        case 'command':
          return served(commandBodySchema, body, partyOfCommand, (command, party) => takeCommand(deps, command, party));
        default:
          // A kind that Slack added: acknowledged, or Slack would send it again and at last switch the app off.
          deps.log.warn('slack.unknown-type', { type: typeOf(body) });
          return Promise.resolve(ack);
      }
    },
  };
}

/** Names of kinds only, never anything that a person wrote. */
function typeOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return 'none';
  if ('type' in body) return /^[a-z_]{1,40}$/.test(String(body.type)) ? String(body.type) : 'none';
  return 'command' in body ? 'command' : 'none';
}

async function takeEvent(deps: InboundDeps, body: EventBody, party: Party): Promise<InboundAnswer> {
  const { event } = body;
  switch (event.type) {
    case 'message':
    case 'app_mention': {
      const botUser = body.authorizations?.[0]?.user_id ?? (await deps.installations.botUserOf(party.installation));
      const turn = messageTurn(body, party, botUser);
      if (turn !== null) await deps.receive(turn);
      return ack;
    }
    case 'app_home_opened':
      return takeOpened(deps, body, party);
    case 'assistant_thread_started':
    case 'assistant_thread_context_changed':
      return takeThread(deps, body, party);
    case 'app_uninstalled':
      await deps.installations.remove(party.installation);
      deps.log.info('slack.uninstalled', { installation: party.installation });
      return ack;
    case 'tokens_revoked':
      return takeRevoked(deps, body, party);
    default:
      deps.log.info('slack.unknown-event', { type: /^[a-z_.]{1,60}$/.test(event.type) ? event.type : 'none' });
      return ack;
  }
}

async function takeOpened(deps: InboundDeps, { event }: EventBody, party: Party): Promise<InboundAnswer> {
  const user = writerOf(event);
  if (user === null) return ack;
  if (event.tab === 'home') {
    deps.behind(() => deps.desk.publish(party, user));
    return ack;
  }
  await greet(deps, party, user, null);
  const channel = event.channel ?? null;
  if (channel !== null) deps.behind(() => deps.desk.suggest(party, user, channel, null));
  return ack;
}

async function takeThread(deps: InboundDeps, { event }: EventBody, party: Party): Promise<InboundAnswer> {
  const thread = event.assistant_thread;
  if (event.type !== 'assistant_thread_started' || thread === null || thread === undefined) return ack;
  await greet(deps, party, thread.user_id, thread.thread_ts);
  deps.behind(() => deps.desk.suggest(party, thread.user_id, thread.channel_id, thread.thread_ts));
  return ack;
}

/** Once for everybody, also when the inbox has forgotten the first time. */
async function greet({ sent, receive }: InboundDeps, party: Party, user: string, thread: string | null): Promise<void> {
  if (await sent.wasGreeted(party.tenant, user)) return;
  await receive(openedTurn(party, user, thread));
  await sent.greeted(party.tenant, user);
}

async function takeRevoked(deps: InboundDeps, { event }: EventBody, party: Party): Promise<InboundAnswer> {
  const botUser = await deps.installations.botUserOf(party.installation);
  if (botUser === null || event.tokens?.bot?.includes(botUser) !== true) return ack;
  await deps.installations.remove(party.installation);
  deps.log.info('slack.tokens-revoked', { installation: party.installation });
  return ack;
}

async function takeActions(deps: InboundDeps, body: ActionsBody, party: Party): Promise<InboundAnswer> {
  const press = readPress(body.actions[0]?.value ?? '');
  // A choice inside a dialog is a press too, and means nothing before the dialog is sent.
  if (press === null) return ack;
  if (press.kind === 'action') {
    await deps.receive(pressTurn(body, party, press));
    return ack;
  }
  const trigger = body.trigger_id ?? null;
  if (trigger === null) return ack;
  const { ref } = placeOf(body, party);
  const address = directAddress(party.installation, body.user.id);
  deps.behind(() => deps.desk.openForm(party, trigger, { ...press, ref, address }));
  return ack;
}

async function takeView(deps: InboundDeps, body: ViewBody, party: Party): Promise<InboundAnswer> {
  const metadata = body.view.callback_id === formCallback ? readFormMetadata(body) : null;
  if (metadata === null) return ack;
  if (body.type === 'view_closed') {
    // "Clear all" closes what the person has already sent, too.
    if (body.is_cleared !== true) await deps.receive(formTurn(body, party, metadata, {}));
    return ack;
  }
  const values = readValues(body.view.state?.values ?? {}, await deps.sent.findForm(metadata.formId));
  await deps.receive(formTurn(body, party, metadata, values));
  const view = renderNotice(metadata.locale, slackMessages[metadata.locale].formTakenText);
  return { kind: 'ack', body: { response_action: 'update', view } };
}

async function takeShortcut(deps: InboundDeps, body: ShortcutBody, party: Party): Promise<InboundAnswer> {
  await deps.receive(shortcutTurn(body, party));
  return ack;
}

async function takeCommand(deps: InboundDeps, body: CommandBody, party: Party): Promise<InboundAnswer> {
  await deps.receive(commandTurn(body, party));
  const locale = /[\u3040-\u30ff\u4e00-\u9fff]/.test(body.text) || body.text.trim() === '' ? 'ja' : 'en';
  return { kind: 'ack', body: { response_type: 'ephemeral', text: slackMessages[locale].commandTaken } };
}
