import type { Action } from '../../conversation/contract/action.ts';
import type { Reply } from '../../conversation/contract/reply.ts';
import type { PersonActor } from '../../platform/access/actor.ts';
import { bilingual } from '../../platform/i18n/messages.ts';
import { isId } from '../../platform/ids/ids.ts';
import type { NoticeKind } from '../notifications/notifications.types.ts';
import { button, reply, steps, text } from './intents/milestone-parts.ts';
import { nameOf, pick, step, whenOf } from './intents/offer.reply.ts';
import { milestonesMessages } from './milestones.messages.ts';
import type { MilestonesService, OfferDetail } from './milestones.types.ts';

interface NoticeDeps {
  readonly milestones: Pick<MilestonesService, 'offer'>;
}

/** What people are told without having asked: an invitation, and a seat that became free. */
export function createMilestoneNotices(deps: NoticeDeps): readonly NoticeKind[] {
  return [offerNotice(deps), seatNotice(deps)];
}

function offerNotice({ milestones }: NoticeDeps): NoticeKind {
  const open = async (actor: PersonActor, subject: string) => {
    const detail = isId('milestoneOffer', subject) ? await milestones.offer(actor, subject) : null;
    // Without a date to choose there is nothing to invite to.
    return detail?.offer.state === 'offered' && detail.choices.length > 0 ? detail : null;
  };
  return {
    name: 'milestone-offer',
    title: bilingual(milestonesMessages, t => t.notices.offer.title),
    why: bilingual(milestonesMessages, t => t.notices.offer.why),
    urgency: 'nudge',
    async compose(actor, subject) {
      const detail = await open(actor, subject);
      return detail === null ? null : invitation(detail, actor);
    },
    async line(actor, subject) {
      const detail = await open(actor, subject);
      return detail === null ? null : milestonesMessages[actor.locale].notices.offer.line(nameOf(detail, actor));
    },
  };
}

/** Dates to press, as many as leave room for the two ways out; where all are full, the waitlist of the first. */
function invitation(detail: OfferDetail, actor: PersonActor): Reply {
  const t = milestonesMessages[actor.locale];
  return reply(actor.locale, t.notices.offer.preview, [
    text(t.notices.offer.text(nameOf(detail, actor))),
    ...steps([
      ...dateButtons(detail, actor),
      step(t.buttons.later, detail, 'ask-later'),
      step(t.buttons.decline, detail, 'ask-decline'),
    ]),
  ]);
}

function dateButtons(detail: OfferDetail, actor: PersonActor): readonly Action[] {
  const { buttons } = milestonesMessages[actor.locale];
  const free = detail.choices.filter(choice => choice.free > 0);
  const [first = detail.choices[0], second] = free;
  if (first === undefined) return [];
  const when = whenOf(first, actor);
  const others = step(buttons.others, detail, 'sessions');
  const one = { label: first.free > 0 ? when : buttons.waitFor(when), ...pick(detail, first) };
  if (detail.choices.length === 1) return [one];
  return [
    one,
    second !== undefined && detail.choices.length === 2
      ? { label: whenOf(second, actor), ...pick(detail, second) }
      : others,
  ];
}

function seatNotice({ milestones }: NoticeDeps): NoticeKind {
  return {
    name: 'milestone-seat',
    title: bilingual(milestonesMessages, t => t.notices.seat.title),
    why: bilingual(milestonesMessages, t => t.notices.seat.why),
    urgency: 'appointment',
    async compose(actor, subject) {
      const detail = isId('milestoneOffer', subject) ? await milestones.offer(actor, subject) : null;
      return detail?.offer.state === 'chosen' ? movedUp(detail, actor) : null;
    },
  };
}

function movedUp(detail: OfferDetail, actor: PersonActor): Reply | null {
  const t = milestonesMessages[actor.locale];
  const { session } = detail;
  if (session === null) return null;
  return reply(actor.locale, t.notices.seat.preview, [
    text(t.notices.seat.text(nameOf(detail, actor))),
    text(`${whenOf({ session }, actor)}\n${session.place}`),
    ...steps([
      button(t.buttons.open, 'show-milestones', { offer: detail.offer.id }),
      step(t.buttons.back, detail, 'ask-back'),
    ]),
  ]);
}
