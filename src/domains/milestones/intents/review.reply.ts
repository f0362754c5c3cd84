import type { Action } from '../../../conversation/contract/action.ts';
import type { Block, ListItem, Reply } from '../../../conversation/contract/reply.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { formatDay, formatInstant, formatPersonName } from '../../../platform/i18n/format.ts';
import { dayAt } from '../../../platform/time/clock.ts';
import type { Page } from '../../catalogue/catalogue.types.ts';
import { milestonesMessages } from '../milestones.messages.ts';
import { type ListedOffer, type ListedPlan, offerStates, type YearOverview } from '../milestones.types.ts';
import { reviewMessages } from '../review.messages.ts';
import { button, goTo, note, pageSize, reply, steps, text } from './milestone-parts.ts';
import { whenOf } from './offer.reply.ts';

const intent = 'review-milestones';

export function said({ locale }: PersonActor, words: string, actions: readonly Action[]): Reply {
  return reply(locale, reviewMessages[locale].preview, [text(words), ...steps(actions)]);
}

/** The year as it stands, or the question whether to start or stop it. */
export function overviewReply(
  overview: YearOverview,
  actor: PersonActor,
  purpose: 'show' | 'ask-start' | 'ask-stop',
): Reply {
  const t = reviewMessages[actor.locale];
  const { year, from, to } = overview.fiscalYear;
  const name = t.year(year, formatDay(from, actor.locale), formatDay(to, actor.locale));
  const cancel = button(t.buttons.cancel, intent);
  if (purpose === 'ask-start')
    return said(actor, t.askStart(name, overview.due, lastDay(overview, actor)), [
      button(t.buttons.start, intent, { step: 'start' }),
      cancel,
    ]);
  if (purpose === 'ask-stop')
    return said(actor, t.askStop(name), [button(t.buttons.stop, intent, { step: 'stop' }), cancel]);
  if (overview.rules === 0) return said(actor, t.noRules, [button(t.buttons.addRule, intent, { step: 'rule-form' })]);
  return overview.started ? runningYear(overview, name, actor) : waitingYear(overview, name, actor);
}

function lastDay({ lastTold, fiscalYear }: YearOverview, { timeZone, locale }: PersonActor): string {
  return formatDay(lastTold === null ? fiscalYear.to : dayAt(lastTold, timeZone), locale);
}

function waitingYear({ due }: YearOverview, name: string, actor: PersonActor): Reply {
  const t = reviewMessages[actor.locale];
  const begin =
    due === 0
      ? []
      : [button(t.buttons.dry, intent, { step: 'dry' }), button(t.buttons.start, intent, { step: 'ask-start' })];
  return reply(actor.locale, t.preview, [
    text(t.notStarted(name, due)),
    ...(due === 0 ? [note(t.noOneDue)] : []),
    ...steps([...begin, ...settings(actor)]),
  ]);
}

function runningYear({ counts }: YearOverview, name: string, actor: PersonActor): Reply {
  const t = reviewMessages[actor.locale];
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const facts = offerStates
    .filter(state => counts[state] > 0)
    .map(state => ({ label: t.states[state], value: String(counts[state]) }));
  const figures: readonly Block[] = facts.length === 0 ? [] : [{ kind: 'facts', facts }];
  return reply(actor.locale, t.preview, [
    text(t.started(name, total)),
    ...figures,
    ...steps([
      button(t.buttons.list, intent, { step: 'list' }),
      ...settings(actor),
      button(t.buttons.stop, intent, { step: 'ask-stop' }),
    ]),
  ]);
}

function settings({ locale }: PersonActor): readonly Action[] {
  const { buttons } = reviewMessages[locale];
  return [button(buttons.rules, intent, { step: 'rules' }), button(buttons.seats, intent, { step: 'seats' })];
}

export function dryRunReply(page: Page<ListedPlan>, actor: PersonActor): Reply {
  const t = reviewMessages[actor.locale];
  const items = page.items.map(row => ({
    title: personOf(row, actor),
    detail: t.tellAt(formatInstant(row.dueAt, actor.timeZone, actor.locale)),
    badge: milestonesMessages[actor.locale].offers[row.offer],
  }));
  return pageReply(page, items, actor, {
    head: t.dry,
    none: t.dryNone,
    step: 'dry',
    more: [button(t.buttons.start, intent, { step: 'ask-start' })],
  });
}

export function listReply(page: Page<ListedOffer>, actor: PersonActor): Reply {
  const t = reviewMessages[actor.locale];
  const items = page.items.map(row => ({
    title: personOf(row, actor),
    detail: [
      milestonesMessages[actor.locale].offers[row.offer],
      ...(row.session === null ? [] : [whenOf({ session: row.session }, actor)]),
    ].join(actor.locale === 'ja' ? '、' : ', '),
    badge: t.states[row.state],
    action: goTo(intent, { step: 'offer', offer: row.id }),
  }));
  return pageReply(page, items, actor, { head: t.list, none: t.listNone, step: 'list', more: [] });
}

interface PageWords {
  readonly head: (from: number, to: number, total: number) => string;
  readonly none: string;
  readonly step: string;
  readonly more: readonly Action[];
}

function pageReply(
  page: Pick<Page<unknown>, 'page' | 'total' | 'next'>,
  items: readonly ListItem[],
  actor: PersonActor,
  { head, none, step, more }: PageWords,
): Reply {
  const t = reviewMessages[actor.locale];
  const back = button(t.buttons.back, intent);
  if (items.length === 0) return said(actor, none, [back]);
  const first = page.page * pageSize + 1;
  const last = first + items.length - 1;
  const next =
    page.next === null ? null : button(t.buttons.more(page.total - last), intent, { step, page: String(page.next) });
  return reply(actor.locale, t.preview, [
    text(head(first, last, page.total)),
    { kind: 'list', ordered: false, items },
    note(t.audited),
    ...steps([next, ...more, back]),
  ]);
}

/** One row, with what HR can note about it. */
export function offerRowReply(row: ListedOffer, actor: PersonActor): Reply {
  const t = reviewMessages[actor.locale];
  const list = button(t.buttons.list, intent, { step: 'list' });
  const offer = milestonesMessages[actor.locale].offers[row.offer];
  const name = personOf(row, actor);
  const act = (label: string, step: string): Action => button(label, intent, { step, offer: row.id });
  if (row.state === 'chosen')
    return said(actor, t.askAttended(name, offer), [act(t.buttons.attended, 'attended'), list]);
  if (row.state === 'attended')
    return said(actor, t.askNotAttended(name, offer), [act(t.buttons.notAttended, 'not-attended'), list]);
  return said(actor, [name, offer, t.states[row.state]].join(actor.locale === 'ja' ? '、' : ', '), [list]);
}

function personOf({ name, number }: Pick<ListedOffer, 'name' | 'number'>, { locale }: PersonActor): string {
  return locale === 'ja'
    ? `${formatPersonName(name, locale)}（${number}）`
    : `${formatPersonName(name, locale)} (${number})`;
}
