import type { Field } from '../../../conversation/contract/form.ts';
import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { formatZone } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { ReportingLine } from '../../people/people.types.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import type { Meeting, Series, SeriesView } from '../oneonones.types.ts';
import { localOf } from '../series.rules.ts';
import { button, buttons, otherName, result, type Slots, spanOf, startOf, text } from './oneonone-parts.ts';
import { seriesItem } from './series.reply.ts';

/** A series, and the meeting that is meant: the one that was named, else the next one. */
export interface Subject {
  readonly view: SeriesView;
  readonly meeting: Meeting | null;
  readonly other: string;
}

const intent = 'change-oneonone';
const mostChoices = 10;

/** The sentence did not say whose: each leads to what was asked for. */
export function chooseReply(
  views: readonly SeriesView[],
  step: string,
  line: ReportingLine,
  actor: PersonActor,
): IntentResult {
  const t = oneononesMessages[actor.locale];
  if (views.length === 0)
    return result(actor.locale, [text(t.list.none), ...buttons(button(t.list.setUp, 'set-up-oneonone'))]);
  const items = views.slice(0, mostChoices).map(view => ({
    ...seriesItem(view, otherName(view, line, actor.locale), actor),
    action: { intent, slots: { series: view.series.id, step } },
  }));
  const all =
    views.length > mostChoices ? button(t.more(views.length - mostChoices), 'show-oneonones', { page: '0' }) : null;
  return result(actor.locale, [text(t.change.which), { kind: 'list', ordered: false, items }, ...buttons(all)]);
}

export function menuReply({ view, meeting, other }: Subject, lacksMeeting: boolean, actor: PersonActor): IntentResult {
  const t = oneononesMessages[actor.locale];
  const { series } = view;
  const on = { series: series.id };
  const head = meeting === null ? t.change.menuNoNext(other) : t.change.menu(other, startOf(meeting, actor));
  const paused = series.state === 'paused';
  const about = meeting === null ? null : { meeting: meeting.id };
  return result(
    actor.locale,
    [
      text(lacksMeeting && meeting === null ? t.change.noMeeting : head),
      ...buttons(
        about === null ? null : button(t.change.move, intent, { ...about, step: 'move' }),
        about === null ? null : button(t.change.skip, intent, { ...about, step: 'skip' }),
        paused
          ? button(t.series.resume, intent, { ...on, step: 'resume' })
          : button(t.change.pause, intent, { ...on, step: 'pause' }),
        button(t.change.end, intent, { ...on, step: 'end' }),
      ),
    ],
    on,
  );
}

export function askSkipReply({ other }: Subject, meeting: Meeting, actor: PersonActor): IntentResult {
  const t = oneononesMessages[actor.locale].change;
  return result(actor.locale, [
    text(t.askSkip(other, startOf(meeting, actor))),
    ...buttons(
      button(t.doSkip, intent, { meeting: meeting.id, step: 'do-skip' }),
      button(t.keep, intent, { series: meeting.seriesId, step: 'cancel' }),
    ),
  ]);
}

export function askEndReply({ view, other }: Subject, { locale }: PersonActor): IntentResult {
  const t = oneononesMessages[locale].change;
  const on = { series: view.series.id };
  return result(locale, [
    text(t.askEnd(other)),
    ...buttons(
      button(t.doEnd, intent, { ...on, step: 'do-end' }),
      button(t.pause, intent, { ...on, step: 'pause' }),
      button(t.keep, intent, { ...on, step: 'cancel' }),
    ),
  ]);
}

const dayField = { kind: 'text', name: 'day', multiline: false, maxLength: 20, required: true } as const;

export function moveForm(meeting: Meeting, values: Slots, actor: PersonActor, errors: Slots = {}): IntentResult {
  const t = oneononesMessages[actor.locale];
  const now = localOf(meeting.startsAt, actor.timeZone);
  const fields: readonly Field[] = [
    { ...dayField, label: t.change.day, hint: t.setUp.dayHint, value: values.day ?? now.day },
    { ...dayField, name: 'time', label: t.change.time, hint: t.setUp.timeHint, value: values.time ?? now.time },
  ];
  const form = {
    title: t.change.moveTitle,
    text: t.change.moveText(spanOf(meeting, actor), formatZone(actor.timeZone, actor.locale)),
    fields: fields.map(field => withError(field, errors[field.name])),
    submit: button(t.change.moveSend, intent, { meeting: meeting.id, step: 'do-move' }),
    cancel: button(t.cancel, intent, { series: meeting.seriesId, step: 'cancel' }),
  };
  return result(actor.locale, [{ kind: 'form', form }]);
}

export function pauseForm(series: Series, values: Slots, { locale }: PersonActor, error?: string): IntentResult {
  const t = oneononesMessages[locale];
  const on = { series: series.id };
  const day: Field = { ...dayField, label: t.change.pauseDay, hint: t.setUp.dayHint, value: values.day ?? '' };
  const form = {
    title: t.change.pauseTitle,
    text: t.change.pauseText,
    fields: [withError(day, error)],
    submit: button(t.change.pauseSend, intent, { ...on, step: 'do-pause' }),
    cancel: button(t.cancel, intent, { ...on, step: 'cancel' }),
  };
  return result(locale, [{ kind: 'form', form }]);
}

function withError(field: Field, error: string | undefined): Field {
  return error === undefined ? field : { ...field, error };
}

export function doneReply(said: string, series: Id<'series'>, undo: Slots | null, locale: Locale): IntentResult {
  const t = oneononesMessages[locale];
  const show = button(t.show, 'show-oneonones', { series });
  const back = undo === null ? null : button(t.undo, intent, undo);
  return result(locale, [text(said), ...buttons(show, back)], { series });
}

export function keptReply(series: Id<'series'>, locale: Locale): IntentResult {
  return doneReply(oneononesMessages[locale].kept, series, null, locale);
}
