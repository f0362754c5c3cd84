import type { Intent, IntentContext, IntentInput } from '../../../conversation/contract/intent.ts';
import type { Reply } from '../../../conversation/contract/reply.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { isId } from '../../../platform/ids/ids.ts';
import { reviewMessages } from '../review.messages.ts';
import { button, pageOf, type Slots, slotsOf } from './milestone-parts.ts';
import { dryRunReply, listReply, offerRowReply, overviewReply, said } from './review.reply.ts';
import { isRuleStep, ruleTurn } from './review-rules.ts';
import { isSeatStep, seatTurn } from './review-seats.ts';
import type { ReviewDeps } from './review-turn.types.ts';

const intent = 'review-milestones';

/** HR runs its company's year: who would be invited, the start, the list, rules and seats. */
export function createReviewMilestones(deps: ReviewDeps): Intent {
  return {
    name: intent,
    title: bilingual(reviewMessages, t => t.intent.title),
    suggestion: bilingual(reviewMessages, t => t.intent.suggestion),
    content: 'personal',
    roles: ['hr'],
    examples: new URL('./review-milestones.examples.txt', import.meta.url),
    async handle(context, input) {
      return { reply: await answer(deps, context, input), focus: {}, listed: [] };
    },
  };
}

function answer(deps: ReviewDeps, { actor }: IntentContext, input: IntentInput): Promise<Reply> {
  const slots = slotsOf(input);
  const values = input.kind === 'form' ? input.values : {};
  const { step = '' } = slots;
  if (isRuleStep(step)) return ruleTurn(deps, actor, step, { slots, values });
  if (isSeatStep(step)) return seatTurn(deps, actor, step, { slots, values });
  return step === 'offer' || step === 'attended' || step === 'not-attended'
    ? offerTurn(deps, actor, step, slots)
    : yearTurn(deps, actor, slots);
}

async function yearTurn({ milestones }: ReviewDeps, actor: PersonActor, slots: Slots): Promise<Reply> {
  const t = reviewMessages[actor.locale];
  const back = button(t.buttons.back, intent);
  switch (slots.step) {
    case 'dry':
      return dryRunReply(await milestones.dryRun(actor, pageOf(slots)), actor);
    case 'list':
      return listReply(await milestones.list(actor, pageOf(slots)), actor);
    case 'ask-start':
    case 'ask-stop':
      return overviewReply(await milestones.overview(actor), actor, slots.step);
    case 'start': {
      const started = await milestones.startYear(actor);
      if (started.kind === 'no-rules')
        return said(actor, t.noRules, [button(t.buttons.addRule, intent, { step: 'rule-form' }), back]);
      const words = started.kind === 'started' ? t.startedNow(started.offers) : t.already;
      const undo = started.kind === 'started' ? [button(t.buttons.undo, intent, { step: 'stop' })] : [];
      return said(actor, words, [button(t.buttons.list, intent, { step: 'list' }), ...undo, back]);
    }
    case 'stop':
      return said(actor, t.stopped(await milestones.stopYear(actor)), [
        button(t.buttons.undo, intent, { step: 'start' }),
        back,
      ]);
    default:
      return overviewReply(await milestones.overview(actor), actor, 'show');
  }
}

async function offerTurn(
  { milestones }: ReviewDeps,
  actor: PersonActor,
  step: 'offer' | 'attended' | 'not-attended',
  { offer: id = '' }: Slots,
): Promise<Reply> {
  const t = reviewMessages[actor.locale];
  const list = button(t.buttons.list, intent, { step: 'list' });
  if (!isId('milestoneOffer', id)) return said(actor, t.offerGone, [list]);
  if (step === 'offer') {
    const row = await milestones.listed(actor, id);
    return row === null ? said(actor, t.offerGone, [list]) : offerRowReply(row, actor);
  }
  const attended = step === 'attended';
  if (!(await milestones.setAttended(actor, id, attended))) return said(actor, t.offerGone, [list]);
  const undo = button(t.buttons.undo, intent, { step: attended ? 'not-attended' : 'attended', offer: id });
  return said(actor, attended ? t.attended : t.notAttended, [undo, list]);
}
