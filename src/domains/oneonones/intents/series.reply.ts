import type { Action } from '../../../conversation/contract/action.ts';
import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block, Fact, ListItem } from '../../../conversation/contract/reply.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import type { ReportingLine } from '../../people/people.types.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import type { Meeting, Point, SeriesView } from '../oneonones.types.ts';
import {
  button,
  buttons,
  dayWords,
  otherName,
  pageSize,
  pointItem,
  result,
  rhythmWords,
  spanOf,
  startOf,
  text,
} from './oneonone-parts.ts';

export interface SeriesModel {
  readonly view: SeriesView;
  readonly points: readonly Point[];
  readonly other: string;
  /** It is over and nobody has said what became of it. */
  readonly unclosed: Meeting | null;
  /** The series ends within two months. */
  readonly endsSoon: boolean;
}

/** One series: when it is next, what is to be talked about, and what can be done. */
export function seriesReply(model: SeriesModel, actor: PersonActor): IntentResult {
  const { locale } = actor;
  const t = oneononesMessages[locale].series;
  const { series } = model.view;
  const points: Block =
    model.points.length === 0
      ? text(t.noPoints)
      : { kind: 'list', title: t.points, ordered: false, items: pointItems(model.points, model.other, actor) };
  return result(
    locale,
    [
      text(headline(model, actor)),
      ...unclosedBlocks(model, actor),
      { kind: 'facts', facts: facts(model, actor) },
      points,
      { kind: 'note', tone: 'info', text: t.seen },
      ...buttons(...steps(model, locale)),
    ],
    { series: series.id },
  );
}

const mostPoints = 20;

/** A point more than are shown stays open, and stands among the next ones when others are ticked off. */
function pointItems(points: readonly Point[], other: string, actor: PersonActor): readonly ListItem[] {
  return points.slice(0, mostPoints).map(point => pointItem(point, other, actor));
}

function headline({ view, other }: SeriesModel, actor: PersonActor): string {
  const t = oneononesMessages[actor.locale].series;
  const { series, next } = view;
  switch (series.state) {
    case 'handed-over':
      return t.handedOver;
    case 'ended':
      return t.ended(other);
    case 'waiting':
      return t.waiting;
    case 'paused':
      return t.paused(other, dayWords(series.pausedUntil ?? series.until, actor.locale));
    case 'active':
      return next === null ? t.noNext(other) : t.next(other, spanOf(next, actor));
  }
}

function facts({ view }: SeriesModel, actor: PersonActor): readonly Fact[] {
  const t = oneononesMessages[actor.locale];
  const { series, last } = view;
  const rhythm = [rhythmWords(series, actor.locale), t.minutes(series.minutes)].join(t.between);
  const before: readonly Fact[] =
    last === null
      ? []
      : [{ label: t.series.last, value: [startOf(last, actor), t.states[last.state]].join(t.between) }];
  return [
    { label: t.series.rhythm, value: rhythm },
    { label: t.series.until, value: dayWords(series.until, actor.locale) },
    ...before,
  ];
}

function unclosedBlocks({ unclosed, other }: SeriesModel, actor: PersonActor): readonly Block[] {
  if (unclosed === null) return [];
  const t = oneononesMessages[actor.locale].close;
  return [
    { kind: 'card', title: t.ask(other, startOf(unclosed, actor)), actions: outcomeButtons(unclosed, actor.locale) },
  ];
}

export function outcomeButtons({ id }: Pick<Meeting, 'id'>, locale: Locale): readonly Action[] {
  const t = oneononesMessages[locale].close.outcomes;
  return (['took-place', 'moved', 'did-not'] as const).map(outcome =>
    button(t[outcome], 'close-oneonone', { meeting: id, outcome }),
  );
}

function steps({ view, endsSoon }: SeriesModel, locale: Locale): readonly (Action | null)[] {
  const t = oneononesMessages[locale].series;
  const { series, next } = view;
  const list = button(oneononesMessages[locale].back, 'show-oneonones', { page: '0' });
  if (series.state === 'ended' || series.state === 'handed-over') return [list];
  const add = button(t.addPoint, 'add-oneonone-point', { series: series.id });
  const skip = next === null ? null : button(t.skip, 'change-oneonone', { meeting: next.id, step: 'skip' });
  const change = button(t.change, 'change-oneonone', { series: series.id, step: 'menu' });
  const resume = button(t.resume, 'change-oneonone', { series: series.id, step: 'resume' });
  const renew = button(t.renew, 'change-oneonone', { series: series.id, step: 'renew' });
  if (series.state === 'paused') return [resume, add, change, list];
  return endsSoon ? [renew, add, change, list] : [add, skip, change, list];
}

/** Every series of the actor, five a page: pressing one opens it. */
export function seriesListReply(
  views: readonly SeriesView[],
  page: number,
  line: ReportingLine,
  actor: PersonActor,
): IntentResult {
  const { locale } = actor;
  const t = oneononesMessages[locale];
  const last = Math.max(0, Math.ceil(views.length / pageSize) - 1);
  const at = Math.min(Math.max(0, page), last);
  const shown = views.slice(at * pageSize, (at + 1) * pageSize);
  const left = views.length - at * pageSize - shown.length;
  const from = at * pageSize + 1;
  const items = shown.map(view => seriesItem(view, otherName(view, line, locale), actor));
  const more = left > 0 ? button(t.more(left), 'show-oneonones', { page: String(at + 1) }) : null;
  return result(locale, [
    text(at === 0 ? t.list.all(views.length) : t.list.range(from, from + shown.length - 1, views.length)),
    { kind: 'list', ordered: false, items },
    ...buttons(more, button(t.list.setUp, 'set-up-oneonone')),
  ]);
}

export function seriesItem(view: SeriesView, other: string, actor: PersonActor): ListItem {
  const t = oneononesMessages[actor.locale];
  const { series, next, last, openPoints } = view;
  const when = next === null ? t.list.noNext : t.list.next(startOf(next, actor));
  const standing =
    series.state === 'paused'
      ? t.list.paused(dayWords(series.pausedUntil ?? series.until, actor.locale))
      : series.state === 'waiting'
        ? t.list.waiting
        : when;
  const badge = last?.state === 'planned' ? { badge: t.list.toClose } : {};
  return {
    title: other,
    detail: [standing, t.list.points(openPoints)].join(t.between),
    ...badge,
    action: { intent: 'show-oneonones', slots: { series: series.id } },
  };
}

/** Nobody to have one with, or none yet: says which, and the way on. */
export function noSeriesReply(line: ReportingLine, locale: Locale): IntentResult {
  const t = oneononesMessages[locale];
  const alone = line.manager === null && line.reports.length === 0;
  if (alone) return result(locale, [text(t.list.noneAlone)]);
  return result(locale, [text(t.list.none), ...buttons(button(t.list.setUp, 'set-up-oneonone'))]);
}
