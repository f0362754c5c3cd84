import type { Reply } from '../../../conversation/contract/reply.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import type { SessionSeats } from '../milestones.types.ts';
import { reviewMessages } from '../review.messages.ts';
import { button, goTo, pageOf, pageSize, reply, steps, text } from './milestone-parts.ts';
import { whenOf } from './offer.reply.ts';
import { said } from './review.reply.ts';
import type { Given, ReviewDeps } from './review-turn.types.ts';

const intent = 'review-milestones';
const seatSteps = ['seats', 'seat-form', 'seat-check', 'seat-save'] as const;
type SeatStep = (typeof seatSteps)[number];

export function isSeatStep(step: string): step is SeatStep {
  return seatSteps.some(known => known === step);
}

export async function seatTurn(
  deps: ReviewDeps,
  actor: PersonActor,
  step: SeatStep,
  { slots, values }: Given,
): Promise<Reply> {
  const t = reviewMessages[actor.locale];
  const all = await deps.milestones.seats(actor);
  if (step === 'seats') return seatsReply(deps, all, pageOf(slots), actor);
  const found = all.find(({ choice }) => choice.session.id === slots.session);
  if (found === undefined) return said(actor, t.seatsGone, [button(t.buttons.seats, intent, { step: 'seats' })]);
  switch (step) {
    case 'seat-form':
      return formReply(found, String(found.choice.seats), actor);
    case 'seat-check':
      return check(found, values.seats ?? '', actor);
    case 'seat-save':
      return save(deps, found, countOf(slots.seats ?? '') ?? found.choice.seats, actor);
  }
}

async function seatsReply(
  { catalogue }: ReviewDeps,
  all: readonly SessionSeats[],
  page: number,
  actor: PersonActor,
): Promise<Reply> {
  const t = reviewMessages[actor.locale];
  const back = button(t.buttons.back, intent);
  if (all.length === 0) return said(actor, t.seatsNone, [back]);
  const shown = all.slice(page * pageSize, (page + 1) * pageSize);
  const courses = await catalogue.summaries(actor, [...new Set(shown.map(({ courseId }) => courseId))]);
  const nameOf = (id: string) => courses.find(course => course.id === id)?.name[actor.locale] ?? t.courseGone;
  const items = shown.map(({ courseId, choice }) => ({
    title: `${nameOf(courseId)} ${whenOf(choice, actor)}`,
    detail: t.taken(choice.seats - choice.free, choice.seats, choice.waiting),
    action: goTo(intent, { step: 'seat-form', session: choice.session.id }),
  }));
  const left = all.length - (page + 1) * pageSize;
  const more = left > 0 ? button(t.buttons.more(left), intent, { step: 'seats', page: String(page + 1) }) : null;
  return reply(actor.locale, t.preview, [
    text(t.seats(all.length)),
    { kind: 'list', ordered: false, items },
    ...steps([more, back]),
  ]);
}

function formReply({ choice }: SessionSeats, value: string, actor: PersonActor, error?: string): Reply {
  const { seatForm: t, buttons, preview } = reviewMessages[actor.locale];
  const field = { name: 'seats', label: t.seats, hint: t.hint, required: true, value } as const;
  return reply(actor.locale, preview, [
    {
      kind: 'form',
      form: {
        title: t.title,
        text: whenOf(choice, actor),
        fields: [{ kind: 'text', ...field, multiline: false, maxLength: 4, ...(error === undefined ? {} : { error }) }],
        submit: { label: t.check, ...goTo(intent, { step: 'seat-check', session: choice.session.id }) },
        cancel: { label: buttons.cancel, ...goTo(intent, { step: 'seats' }) },
      },
    },
  ]);
}

/** 0 to 1,000; null for anything else. */
function countOf(words: string): number | null {
  const text = words.normalize('NFKC').trim();
  return /^\d{1,4}$/.test(text) && Number(text) <= 1_000 ? Number(text) : null;
}

function check(found: SessionSeats, words: string, actor: PersonActor): Reply {
  const t = reviewMessages[actor.locale];
  const count = countOf(words);
  if (count === null) return formReply(found, words, actor, t.seatForm.wrong);
  const { choice } = found;
  return said(actor, t.askSeats(whenOf(choice, actor), choice.seats, count), [
    button(t.buttons.change, intent, { step: 'seat-save', session: choice.session.id, seats: String(count) }),
    button(t.buttons.cancel, intent, { step: 'seats' }),
  ]);
}

async function save(
  { milestones }: ReviewDeps,
  { choice }: SessionSeats,
  count: number,
  actor: PersonActor,
): Promise<Reply> {
  const t = reviewMessages[actor.locale];
  const seats = button(t.buttons.seats, intent, { step: 'seats' });
  const { id } = choice.session;
  if (!(await milestones.setSeats(actor, id, count))) return said(actor, t.seatsGone, [seats]);
  const undo = button(t.buttons.undo, intent, { step: 'seat-save', session: id, seats: String(choice.seats) });
  return said(actor, t.seatsSaved(whenOf(choice, actor), count), [seats, undo]);
}
