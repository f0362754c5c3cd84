import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { unreachable } from '../../../platform/errors/app-error.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { type Clock, type PlainDateText, todayIn } from '../../../platform/time/clock.ts';
import { notificationsMessages } from '../notifications.messages.ts';
import type { NotificationsService } from '../notifications.types.ts';
import { dayFromWords } from '../words.rules.ts';
import { noticeId, noticeInQuestion, type Slots, slotsOf } from './reply-parts.ts';
import { said } from './settings.reply.ts';
import {
  askDayReply,
  confirmReply,
  dayForm,
  type SnoozeTarget,
  snoozedAllReply,
  snoozedReply,
  tooLateReply,
} from './snooze.reply.ts';

export interface SnoozeNoticeDeps {
  readonly notifications: Pick<NotificationsService, 'notice' | 'lastNotice' | 'snooze' | 'unsnooze' | 'snoozeAll'>;
  readonly clock: Clock;
}

/** Puts one message off until a day, or all nudges; a press chooses the day, and it can be undone. */
export function createSnoozeNotice(deps: SnoozeNoticeDeps): Intent {
  return {
    name: 'snooze-notice',
    title: bilingual(notificationsMessages, t => t.intents.snooze.title),
    suggestion: bilingual(notificationsMessages, t => t.intents.snooze.suggestion),
    content: 'personal',
    examples: new URL('./snooze-notice.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: SnoozeNoticeDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const slots = slotsOf(input);
  const { locale, timeZone } = context.actor;
  if (slots.step === 'undo') return undo(deps, context, slots);
  const target = await targetOf(deps, context, input);
  if (target === 'gone') return said(notificationsMessages[locale].snooze.gone, locale);
  const today = todayIn(deps.clock, timeZone);
  const asked = slots.step === 'form';
  if (asked && input.kind !== 'form') return dayForm(target, locale);
  const until = dayFromWords(wordsOf(input), today);
  if (until === null) return asked ? dayForm(target, locale, 'invalid') : askDayReply(target, today, locale);
  // A sentence asks; a button or a form has been pressed by somebody who saw the day.
  return input.kind === 'sentence' ? confirmReply(target, until, locale) : put(deps, context, target, until);
}

async function targetOf(
  { notifications }: SnoozeNoticeDeps,
  context: IntentContext,
  input: IntentInput,
): Promise<SnoozeTarget | 'gone'> {
  const slots = slotsOf(input);
  if (slots.all === 'yes' || asksForAll(input)) return 'all';
  const notice = await noticeInQuestion(notifications, context, slots);
  return notice ?? (noticeId(slots) === null ? 'all' : 'gone');
}

function asksForAll(input: IntentInput): boolean {
  return input.kind === 'sentence' && /全部|すべて|全て|ぜんぶ|\b(all|every|everything)\b/i.test(input.text);
}

function wordsOf(input: IntentInput): string {
  switch (input.kind) {
    case 'sentence':
      return input.text;
    case 'form':
      return input.values.day ?? '';
    case 'action':
      return input.slots.until ?? '';
    default:
      return unreachable(input);
  }
}

async function put(
  { notifications }: SnoozeNoticeDeps,
  { actor }: IntentContext,
  target: SnoozeTarget,
  until: PlainDateText,
): Promise<IntentResult> {
  if (target === 'all') return snoozedAllReply(until, await notifications.snoozeAll(actor, until), actor.locale);
  const snoozed = await notifications.snooze(actor, target.id, until);
  switch (snoozed.kind) {
    case 'snoozed':
      return snoozedReply(target, until, actor.locale);
    case 'too-late':
      return tooLateReply(target, snoozed.notAfter, actor.timeZone, actor.locale);
    case 'gone':
      return said(notificationsMessages[actor.locale].snooze.gone, actor.locale);
    default:
      return unreachable(snoozed);
  }
}

async function undo(
  { notifications }: SnoozeNoticeDeps,
  { actor }: IntentContext,
  slots: Slots,
): Promise<IntentResult> {
  const id = noticeId(slots);
  if (slots.all === 'yes') await notifications.snoozeAll(actor, isDay(slots.until) ? slots.until : null);
  else if (id !== null) await notifications.unsnooze(actor, id);
  return said(notificationsMessages[actor.locale].snooze.undone, actor.locale);
}

function isDay(text: string | undefined): text is PlainDateText {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text);
}
