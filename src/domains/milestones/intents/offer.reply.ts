import type { Action, ActionRef } from '../../../conversation/contract/action.ts';
import type { Block, ListItem, Reply } from '../../../conversation/contract/reply.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { formatSpan } from '../../../platform/i18n/format.ts';
import { milestonesMessages } from '../milestones.messages.ts';
import type { OfferDetail, OwnMilestones, SessionChoice } from '../milestones.types.ts';
import { button, goTo, note, pageSize, reply, type Slots, steps, text } from './milestone-parts.ts';

/** Whoever reads: their language and their zone. */
export type Reader = Pick<PersonActor, 'locale' | 'timeZone'>;

const intent = 'show-milestones';

export function nameOf({ offer }: OfferDetail, { locale }: Reader): string {
  return milestonesMessages[locale].offers[offer.offer];
}

export function whenOf({ session }: Pick<SessionChoice, 'session'>, { locale, timeZone }: Reader): string {
  return formatSpan(session.startsAt, session.endsAt, timeZone, locale);
}

/** Everything that is open: one offer is shown whole, several as a list. */
export function ownReply({ offers, optedOut }: OwnMilestones, reader: Reader): Reply {
  const t = milestonesMessages[reader.locale];
  const [only] = offers;
  const switchButton = optedOut
    ? button(t.buttons.in, intent, { step: 'ask-in' })
    : button(t.buttons.out, intent, { step: 'ask-out' });
  const courses = button(t.buttons.courses, 'find-courses');
  if (only === undefined)
    return reply(reader.locale, t.preview, [text(optedOut ? t.optedOut : t.none), ...steps([courses, switchButton])]);
  if (offers.length === 1) return offerReply(only, 0, reader);
  const items = offers.map(detail => ({
    title: t.state[detail.offer.state](nameOf(detail, reader)),
    ...(detail.session === null ? {} : { detail: whenOf({ session: detail.session }, reader) }),
    action: goTo(intent, { offer: detail.offer.id }),
  }));
  return reply(reader.locale, t.preview, [
    text(t.several(offers.length)),
    { kind: 'list', ordered: true, items },
    note(t.seen),
    ...steps([switchButton]),
  ]);
}

/** One offer with what can be done about it now. `said` stands in front, such as what has just been done. */
export function offerReply(detail: OfferDetail, page: number, reader: Reader, said?: string): Reply {
  const t = milestonesMessages[reader.locale];
  const { state } = detail.offer;
  const lost = detail.session === null && (state === 'chosen' || state === 'waitlisted');
  const headline = said ?? (lost ? t.sessionGone : t.state[state](nameOf(detail, reader)));
  return reply(reader.locale, t.preview, [
    text(headline),
    ...seatFacts(detail, reader),
    ...(state === 'offered' || lost ? choiceBlocks(detail, page, reader) : []),
    ...steps(lost ? [step(t.buttons.later, detail, 'ask-later')] : buttonsOf(detail, page, reader)),
    note(t.seen),
  ]);
}

function seatFacts({ session }: OfferDetail, reader: Reader): readonly Block[] {
  const t = milestonesMessages[reader.locale];
  if (session === null) return [];
  return [
    {
      kind: 'facts',
      facts: [
        { label: t.when, value: whenOf({ session }, reader) },
        { label: t.where, value: session.place },
      ],
    },
  ];
}

/** The sessions, as rows to press. */
export function choiceBlocks(detail: OfferDetail, page: number, reader: Reader): readonly Block[] {
  const t = milestonesMessages[reader.locale];
  if (detail.choices.length === 0) return [note(t.noSessions)];
  const items = detail.choices.slice(page * pageSize, (page + 1) * pageSize).map(
    (choice): ListItem => ({
      title: whenOf(choice, reader),
      detail: choice.session.place,
      badge: choice.free > 0 ? t.free(choice.free) : t.full(choice.waiting),
      action: pick(detail, choice),
    }),
  );
  return [{ kind: 'list', ordered: true, items }];
}

export function pick({ offer }: OfferDetail, { session }: SessionChoice): ActionRef {
  return goTo(intent, { offer: offer.id, step: 'pick', session: session.id });
}

export function step(label: string, { offer }: OfferDetail, name: string, more: Slots = {}): Action {
  return button(label, intent, { offer: offer.id, step: name, ...more });
}

function buttonsOf(detail: OfferDetail, page: number, reader: Reader): readonly (Action | null)[] {
  const b = milestonesMessages[reader.locale].buttons;
  switch (detail.offer.state) {
    case 'offered':
      return [
        moreSessions(detail, page, reader),
        step(b.later, detail, 'ask-later'),
        step(b.decline, detail, 'ask-decline'),
      ];
    case 'chosen':
      return [step(b.others, detail, 'sessions'), step(b.back, detail, 'ask-back')];
    case 'waitlisted':
      return [
        step(b.others, detail, 'sessions'),
        step(b.leave, detail, 'ask-back'),
        step(b.later, detail, 'ask-later'),
        step(b.decline, detail, 'ask-decline'),
      ];
    case 'declined':
    case 'next-year':
      return [step(b.reconsider, detail, 'reopen'), button(b.courses, 'find-courses')];
    case 'opted-out':
      return [button(b.in, intent, { step: 'ask-in' })];
    case 'attended':
      return [button(b.courses, 'find-courses')];
  }
}

export function moreSessions(detail: OfferDetail, page: number, { locale }: Reader): Action | null {
  const left = detail.choices.length - (page + 1) * pageSize;
  if (left <= 0) return null;
  const label = milestonesMessages[locale].buttons.more(left);
  return step(label, detail, 'sessions', { page: String(page + 1) });
}
