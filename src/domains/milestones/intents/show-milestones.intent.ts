import type { ActionRef } from '../../../conversation/contract/action.ts';
import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Reply } from '../../../conversation/contract/reply.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { type Id, isId } from '../../../platform/ids/ids.ts';
import { milestonesMessages } from '../milestones.messages.ts';
import type { Answer, MilestonesService, OfferDetail } from '../milestones.types.ts';
import { button, pageOf, reply, type Slots, slotsOf, steps, text } from './milestone-parts.ts';
import { choiceBlocks, moreSessions, nameOf, offerReply, ownReply, step, whenOf } from './offer.reply.ts';

export interface ShowMilestonesDeps {
  readonly milestones: Pick<MilestonesService, 'own' | 'offer' | 'answer' | 'setOptOut'>;
}

const intent = 'show-milestones';

/** What the person is offered: a session to choose, the waitlist, next year, no. Each asks before it happens and can be undone. */
export function createShowMilestones(deps: ShowMilestonesDeps): Intent {
  return {
    name: intent,
    title: bilingual(milestonesMessages, t => t.intent.title),
    suggestion: bilingual(milestonesMessages, t => t.intent.suggestion),
    content: 'personal',
    examples: new URL('./show-milestones.examples.txt', import.meta.url),
    async handle(context, input) {
      return { reply: await answer(deps, context, input), focus: {}, listed: [] } satisfies IntentResult;
    },
  };
}

async function answer(deps: ShowMilestonesDeps, { actor }: IntentContext, input: IntentInput): Promise<Reply> {
  const slots = slotsOf(input);
  const { offer: id = '' } = slots;
  if (!isId('milestoneOffer', id)) return withoutOffer(deps, actor, slots);
  const detail = await deps.milestones.offer(actor, id);
  if (detail === null) return goneReply(actor);
  const wanted = answerOf(slots);
  return wanted === null ? shown(detail, slots, actor) : answered(deps, actor, detail, wanted);
}

async function withoutOffer({ milestones }: ShowMilestonesDeps, actor: PersonActor, slots: Slots): Promise<Reply> {
  const t = milestonesMessages[actor.locale];
  const cancel = button(t.buttons.cancel, intent);
  switch (slots.step) {
    case 'ask-out':
    case 'ask-in': {
      const way = slots.step === 'ask-out' ? 'out' : 'in';
      return said(actor, t.ask[way], [button(t.buttons[way], intent, { step: way }), cancel]);
    }
    case 'out':
    case 'in': {
      await milestones.setOptOut(actor, slots.step === 'out');
      const back = slots.step === 'out' ? 'in' : 'out';
      return said(actor, t.done[slots.step], [
        button(t.buttons.undo, intent, { step: back }),
        button(t.buttons.all, intent),
      ]);
    }
    default:
      return ownReply(await milestones.own(actor), actor);
  }
}

/** What a button does at once. Null for those that ask or show. */
function answerOf({ step: name, session = '' }: Slots): Answer | null {
  switch (name) {
    case 'take':
    case 'wait': {
      // An id of any form is looked up among the sessions of the offer.
      const sessionId = isId('courseSession', session) ? session : null;
      return sessionId === null ? null : { kind: name === 'take' ? 'choose' : 'wait', sessionId };
    }
    case 'decline':
      return { kind: 'decline' };
    case 'later':
      return { kind: 'next-year' };
    case 'reopen':
      return { kind: 'reopen' };
    default:
      return null;
  }
}

function shown(detail: OfferDetail, slots: Slots, actor: PersonActor): Reply {
  const t = milestonesMessages[actor.locale];
  const name = nameOf(detail, actor);
  const cancel = button(t.buttons.cancel, intent, { offer: detail.offer.id });
  switch (slots.step) {
    case 'sessions':
      return sessionsReply(detail, pageOf(slots), actor);
    case 'pick':
      return pickReply(detail, slots.session ?? '', actor);
    case 'ask-decline':
      return said(actor, t.ask.decline(name), [step(t.buttons.doDecline, detail, 'decline'), cancel]);
    case 'ask-later':
      return said(actor, t.ask.later(name), [step(t.buttons.later, detail, 'later'), cancel]);
    case 'ask-back':
      return said(actor, backWords(detail, actor), [
        step(detail.offer.state === 'chosen' ? t.buttons.back : t.buttons.leave, detail, 'reopen'),
        cancel,
      ]);
    default:
      return offerReply(detail, pageOf(slots), actor);
  }
}

function backWords(detail: OfferDetail, actor: PersonActor): string {
  const t = milestonesMessages[actor.locale].ask;
  const { session } = detail;
  const name = nameOf(detail, actor);
  return detail.offer.state === 'chosen' && session !== null ? t.back(name, whenOf({ session }, actor)) : t.leave(name);
}

function sessionsReply(detail: OfferDetail, page: number, actor: PersonActor): Reply {
  const t = milestonesMessages[actor.locale];
  return reply(actor.locale, t.preview, [
    text(t.state.offered(nameOf(detail, actor))),
    ...choiceBlocks(detail, page, actor),
    ...steps([moreSessions(detail, page, actor), button(t.buttons.cancel, intent, { offer: detail.offer.id })]),
  ]);
}

/** Asks for the seat, or for the waitlist where none is free. */
function pickReply(detail: OfferDetail, session: string, actor: PersonActor): Reply {
  const t = milestonesMessages[actor.locale];
  const choice = detail.choices.find(one => one.session.id === session);
  if (choice === undefined) return offerReply(detail, 0, actor, t.refused['no-such-session'](nameOf(detail, actor)));
  const way = choice.free > 0 ? 'take' : 'wait';
  return said(actor, t.ask[way](nameOf(detail, actor), whenOf(choice, actor)), [
    step(t.buttons[way], detail, way, { session }),
    step(t.buttons.others, detail, 'sessions'),
  ]);
}

async function answered(
  { milestones }: ShowMilestonesDeps,
  actor: PersonActor,
  before: OfferDetail,
  wanted: Answer,
): Promise<Reply> {
  const t = milestonesMessages[actor.locale];
  const outcome = await milestones.answer(actor, before.offer.id, wanted);
  switch (outcome.kind) {
    case 'done':
      return doneReply(outcome.detail, before, actor);
    case 'full':
      return pickReply(outcome.detail, 'sessionId' in wanted ? wanted.sessionId : '', actor);
    case 'no-such-session':
    case 'closed':
      return offerReply(outcome.detail, 0, actor, t.refused[outcome.kind](nameOf(before, actor)));
    case 'gone':
      return goneReply(actor);
  }
}

function doneReply(detail: OfferDetail, before: OfferDetail, actor: PersonActor): Reply {
  const t = milestonesMessages[actor.locale];
  const { state } = detail.offer;
  if (state === 'offered') return offerReply(detail, 0, actor, t.done.offered(nameOf(detail, actor)));
  const { session } = detail;
  const facts = session === null ? [] : [text(`${whenOf({ session }, actor)}\n${session.place}`)];
  return reply(actor.locale, t.preview, [
    text(t.done[state](nameOf(detail, actor))),
    ...facts,
    ...steps([undoOf(detail, before, actor), button(t.buttons.all, intent)]),
  ]);
}

/** The answer that leads back to where the person was. */
function undoOf(detail: OfferDetail, { offer: before }: OfferDetail, { locale }: PersonActor) {
  const label = milestonesMessages[locale].buttons.undo;
  const session: Id<'courseSession'> | '' = before.sessionId ?? '';
  switch (before.state) {
    case 'chosen':
      return step(label, detail, 'take', { session });
    case 'waitlisted':
      return step(label, detail, 'wait', { session });
    case 'declined':
      return step(label, detail, 'decline');
    case 'next-year':
      return step(label, detail, 'later');
    case 'offered':
    case 'opted-out':
    case 'attended':
      return step(label, detail, 'reopen');
  }
}

function goneReply(actor: PersonActor): Reply {
  const t = milestonesMessages[actor.locale];
  return said(actor, t.refused.gone, [button(t.buttons.all, intent)]);
}

function said({ locale }: PersonActor, words: string, actions: readonly (ActionRef & { label: string })[]): Reply {
  return reply(locale, milestonesMessages[locale].preview, [text(words), ...steps(actions)]);
}
