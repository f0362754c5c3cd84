import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import type { Point } from '../oneonones.types.ts';
import {
  button,
  buttons,
  type OneononeDeps,
  pointIn,
  refusedChange,
  result,
  seriesIn,
  slotsOf,
  text,
} from './oneonone-parts.ts';

/** A point that is opened from a list: asks before it is ticked off, and can be taken back. By button alone. */
export function createSettleOneononePoint(deps: OneononeDeps): Intent {
  return {
    name: 'settle-oneonone-point',
    title: bilingual(oneononesMessages, t => t.intents.settle.title),
    suggestion: bilingual(oneononesMessages, t => t.intents.settle.suggestion),
    content: 'personal',
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(
  { oneonones }: OneononeDeps,
  { actor }: IntentContext,
  input: IntentInput,
): Promise<IntentResult> {
  const slots = slotsOf(input);
  const [id, series] = [pointIn(slots), seriesIn(slots)];
  if (id === null || series === null) return refusedChange({ kind: 'gone' }, actor.locale);
  if (slots.step === 'done' || slots.step === 'undo') {
    const settled = await oneonones.settlePoint(actor, id, slots.step === 'done');
    return settled.kind === 'changed' ? settledReply(settled.now, actor) : refusedChange(settled, actor.locale);
  }
  const point = (await oneonones.points(actor, series)).find(one => one.id === id);
  return point === undefined ? refusedChange({ kind: 'gone' }, actor.locale) : pointReply(point, actor);
}

function pointReply(point: Point, { locale }: PersonActor): IntentResult {
  const t = oneononesMessages[locale];
  const slots = { point: point.id, series: point.seriesId };
  return result(
    locale,
    [
      text(t.point.one(point.text)),
      ...buttons(
        button(t.point.settle, 'settle-oneonone-point', { ...slots, step: 'done' }),
        button(t.show, 'show-oneonones', { series: point.seriesId }),
      ),
    ],
    { series: point.seriesId },
  );
}

function settledReply(point: Point, { locale }: PersonActor): IntentResult {
  const t = oneononesMessages[locale];
  const slots = { point: point.id, series: point.seriesId };
  const back = point.done ? button(t.undo, 'settle-oneonone-point', { ...slots, step: 'undo' }) : null;
  const show = button(t.show, 'show-oneonones', { series: point.seriesId });
  return result(locale, [text(point.done ? t.point.settled : t.point.reopened), ...buttons(show, back)]);
}
