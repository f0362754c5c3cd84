import type { Action } from '../../../conversation/contract/action.ts';
import type { Field } from '../../../conversation/contract/form.ts';
import type { HomeContent } from '../../../conversation/contract/home.ts';
import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block, ListItem } from '../../../conversation/contract/reply.ts';
import { formatDay, formatInstant, formatSentences } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { notificationsMessages } from '../notifications.messages.ts';
import type { NoticeSettings, QuietHours } from '../notifications.types.ts';
import { buttons, pageSize, result, type Slots, text } from './reply-parts.ts';

const intent = 'notification-settings';
const minutesADay = 24 * 60;

/** `20:00`. */
export function clockText(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

export function settingsReply(settings: NoticeSettings, page: number, timeZone: string, locale: Locale): IntentResult {
  const t = notificationsMessages[locale].settings;
  if (settings.kinds.length === 0) return result(locale, [text(t.none)]);
  const shown = settings.kinds.slice(page * pageSize, (page + 1) * pageSize);
  const left = settings.kinds.length - page * pageSize - shown.length;
  const items = shown.map(each => kindItem(each, timeZone, locale));
  const more: Action | null = left > 0 ? { label: t.more(left), intent, slots: { page: String(page + 1) } } : null;
  return result(locale, [
    text(headline(settings, locale)),
    { kind: 'list', title: t.list, ordered: false, items },
    ...buttons([...settingButtons(settings, locale), more]),
  ]);
}

/** The short form for the home. */
export function settingsContent(settings: NoticeSettings, locale: Locale): HomeContent {
  const t = notificationsMessages[locale].settings;
  const [hours, pause] = settingButtons(settings, locale);
  return {
    title: t.title,
    blocks: [
      text(headline(settings, locale)),
      ...buttons([{ label: notificationsMessages[locale].digest.choose, intent, slots: {} }, hours, pause]),
    ],
  };
}

function settingButtons({ snoozedUntil }: NoticeSettings, locale: Locale): readonly [Action, Action] {
  const t = notificationsMessages[locale].settings;
  return [
    { label: t.hours, intent, slots: { step: 'hours' } },
    snoozedUntil === null
      ? { label: t.pauseAll, intent: 'snooze-notice', slots: { all: 'yes' } }
      : { label: t.resume, intent: 'snooze-notice', slots: { all: 'yes', step: 'undo' } },
  ];
}

function headline({ kinds, quiet, snoozedUntil }: NoticeSettings, locale: Locale): string {
  const t = notificationsMessages[locale].settings;
  const on = kinds.filter(kind => kind.on).length;
  const waits = snoozedUntil === null ? '' : t.snoozed(formatDay(snoozedUntil, locale));
  return formatSentences([t.head(on, kinds.length, quietText(quiet, locale)), t.rest, waits], locale);
}

export function quietText({ from, to }: QuietHours, locale: Locale): string {
  const t = notificationsMessages[locale].settings;
  return from === to ? t.noQuiet : t.quiet(clockText(from), clockText(to));
}

function kindItem(
  { kind, on, pausedUntil }: NoticeSettings['kinds'][number],
  timeZone: string,
  locale: Locale,
): ListItem {
  const t = notificationsMessages[locale].settings;
  const paused = pausedUntil === null ? '' : t.paused(formatInstant(pausedUntil.toISOString(), timeZone, locale));
  return {
    title: kind.title[locale],
    detail: formatSentences([kind.why[locale], paused], locale),
    badge: on ? t.on : t.off,
    action: { intent, slots: { kind: kind.name } },
  };
}

/** One kind: why it comes, and the one button that changes it. */
export function kindReply(setting: NoticeSettings['kinds'][number], timeZone: string, locale: Locale): IntentResult {
  const t = notificationsMessages[locale];
  const { kind, on } = setting;
  const { title, detail, badge } = kindItem(setting, timeZone, locale);
  const change: Action = on
    ? { label: t.message.stop, intent: 'stop-notice', slots: { kind: kind.name } }
    : { label: t.settings.get, intent, slots: { kind: kind.name, step: 'on' } };
  return result(locale, [
    { kind: 'card', title, ...(badge === undefined ? {} : { subtitle: badge }), text: detail ?? '' },
    ...buttons([change, { label: t.settings.back, intent, slots: {} }]),
  ]);
}

export function switchedOnReply(title: string, kind: string, locale: Locale): IntentResult {
  const t = notificationsMessages[locale].settings;
  return result(locale, [
    text(t.switchedOn(title)),
    ...buttons([
      { label: t.stopAgain, intent: 'stop-notice', slots: { kind } },
      { label: t.back, intent, slots: {} },
    ]),
  ]);
}

/** Two choices of the clock; `error` says why the last ones were not taken. */
export function hoursForm(quiet: QuietHours, locale: Locale, error?: string): IntentResult {
  const t = notificationsMessages[locale].settings;
  const options = Array.from({ length: minutesADay / 30 }, (_, half) => half * 30).map(minute => ({
    value: String(minute),
    label: clockText(minute),
  }));
  const field = (name: string, label: string, value: number): Field => ({
    kind: 'choice',
    name,
    label,
    required: true,
    options,
    value: String(value - (value % 30)),
  });
  const to = field('to', t.to, quiet.to);
  const form = {
    title: t.formTitle,
    text: t.formText,
    fields: [field('from', t.from, quiet.from), error === undefined ? to : { ...to, error }],
    submit: { label: t.save, intent, slots: { step: 'hours-save' } },
    cancel: { label: t.cancel, intent, slots: { step: 'keep' } },
  };
  return result(locale, [{ kind: 'form', form }]);
}

export function askHoursReply({ from, to }: QuietHours, locale: Locale): IntentResult {
  const t = notificationsMessages[locale].settings;
  const slots = { step: 'hours-save', from: String(from), to: String(to) };
  return result(locale, [
    text(t.ask(clockText(from), clockText(to))),
    ...buttons([
      { label: t.save, intent, slots, style: 'primary' },
      { label: t.cancel, intent, slots: { step: 'keep' } },
    ]),
  ]);
}

export function hoursSavedReply(now: QuietHours, before: QuietHours, locale: Locale): IntentResult {
  const t = notificationsMessages[locale].settings;
  const undo = { step: 'hours-save', from: String(before.from), to: String(before.to) };
  return said(t.saved(quietText(now, locale)), locale, { label: t.undo, intent, slots: undo });
}

/** A sentence, a step back if there is one, and the way to the settings. */
export function said(words: string, locale: Locale, undo: (Action & { slots: Slots }) | null = null): IntentResult {
  const t = notificationsMessages[locale].settings;
  const blocks: readonly Block[] = [text(words), ...buttons([undo, { label: t.back, intent, slots: {} }])];
  return result(locale, blocks);
}
