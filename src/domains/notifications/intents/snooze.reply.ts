import { Temporal } from 'temporal-polyfill';
import type { Action } from '../../../conversation/contract/action.ts';
import type { Form } from '../../../conversation/contract/form.ts';
import type { IntentResult } from '../../../conversation/contract/intent.ts';
import { formatDay, formatInstant } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import type { PlainDateText } from '../../../platform/time/clock.ts';
import { noticeSlot } from '../notice.reply.ts';
import { notificationsMessages } from '../notifications.messages.ts';
import type { SeenNotice } from '../notifications.types.ts';
import { buttons, result, type Slots, text } from './reply-parts.ts';
import { said } from './settings.reply.ts';

/** A message, or everything that may wait. */
export type SnoozeTarget = SeenNotice | 'all';

const intent = 'snooze-notice';

function slotsFor(target: SnoozeTarget, more: Slots = {}): Slots {
  return { ...(target === 'all' ? { all: 'yes' } : { [noticeSlot]: target.id }), ...more };
}

function button(label: string, target: SnoozeTarget, more: Slots): Action {
  return { label, intent, slots: { ...slotsFor(target, more) } };
}

export function askDayReply(target: SnoozeTarget, today: PlainDateText, locale: Locale): IntentResult {
  const t = notificationsMessages[locale].snooze;
  const from = Temporal.PlainDate.from(today);
  const monday = from.add({ days: 8 - from.dayOfWeek });
  const month = from.with({ day: 1 }).add({ months: 1 });
  return result(locale, [
    text(target === 'all' ? t.ask : t.askOne(target.kind.title[locale])),
    ...buttons([
      button(t.tomorrow, target, { until: from.add({ days: 1 }).toString() }),
      button(t.nextWeek, target, { until: monday.toString() }),
      button(t.nextMonth, target, { until: month.toString() }),
      button(t.otherDay, target, { step: 'form' }),
    ]),
  ]);
}

export function confirmReply(target: SnoozeTarget, until: PlainDateText, locale: Locale): IntentResult {
  const t = notificationsMessages[locale].snooze;
  const day = formatDay(until, locale);
  return result(locale, [
    text(target === 'all' ? t.confirmAll(day) : t.confirm(target.kind.title[locale], day)),
    ...buttons([
      { ...button(t.yes, target, { until }), style: 'primary' },
      button(t.otherDay, target, { step: 'form' }),
      { label: t.cancel, intent: 'notification-settings', slots: { step: 'keep' } },
    ]),
  ]);
}

export function dayForm(target: SnoozeTarget, locale: Locale, fault?: 'invalid'): IntentResult {
  const t = notificationsMessages[locale].snooze;
  const day = { kind: 'text', name: 'day', label: t.day, hint: t.dayHint, required: true } as const;
  const form: Form = {
    title: t.formTitle,
    fields: [{ ...day, multiline: false, maxLength: 40, ...(fault === undefined ? {} : { error: t.notADay }) }],
    submit: { label: t.save, intent, slots: { ...slotsFor(target, { step: 'form' }) } },
    cancel: { label: t.cancel, intent: 'notification-settings', slots: { step: 'keep' } },
  };
  return result(locale, [{ kind: 'form', form }]);
}

export function snoozedReply(target: SeenNotice, until: PlainDateText, locale: Locale): IntentResult {
  const t = notificationsMessages[locale];
  return said(t.snooze.done(formatDay(until, locale)), locale, button(t.settings.undo, target, { step: 'undo' }));
}

/** `before` is what undo goes back to. */
export function snoozedAllReply(until: PlainDateText, before: PlainDateText | null, locale: Locale): IntentResult {
  const t = notificationsMessages[locale];
  const back = before === null ? {} : { until: before };
  const undo = button(t.settings.undo, 'all', { step: 'undo', ...back });
  return said(t.snooze.doneAll(formatDay(until, locale)), locale, undo);
}

export function tooLateReply(target: SeenNotice, notAfter: Date, timeZone: string, locale: Locale): IntentResult {
  const t = notificationsMessages[locale].snooze;
  const last = formatInstant(notAfter.toISOString(), timeZone, locale);
  const otherDay = button(t.otherDay, target, { step: 'form' });
  return result(locale, [text(t.tooLate(last)), ...buttons([otherDay])]);
}
