import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block, Fact } from '../../../conversation/contract/reply.ts';
import { formatNumber } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { byKind, type Counted, shownFigures } from '../figures.rules.ts';
import { notificationsMessages } from '../notifications.messages.ts';
import type { NoticeCounts, NoticeKind } from '../notifications.types.ts';
import { buttons, pageSize, result, text } from './reply-parts.ts';

const intent = 'notification-figures';
const counted = ['sent', 'opened', 'answered', 'snoozed', 'stopped', 'failed'] as const;

/** One kind: everything together, and the share that was opened month by month. */
export function figuresReply(kind: NoticeKind, counts: readonly NoticeCounts[], locale: Locale): IntentResult {
  const t = notificationsMessages[locale].figures;
  const { total, groups, hidden } = shownFigures(counts);
  const back = buttons([{ label: t.back, intent, slots: {} }]);
  if (total === null) return result(locale, [text(t.none), ...back]);
  const facts = counted.map((name): Fact => ({ label: t.labels[name], value: formatNumber(total[name]) }));
  const notes = [...(hidden === 0 ? [] : [t.hidden(hidden)]), t.note];
  return result(locale, [
    text(t.head(kind.title[locale], total.sent, total.opened, percent(total))),
    { kind: 'facts', facts },
    ...chart(groups, locale),
    { kind: 'note', tone: 'info', text: notes.join('\n') },
    ...back,
  ]);
}

function chart(groups: readonly NoticeCounts[], locale: Locale): readonly Block[] {
  const t = notificationsMessages[locale].figures;
  const latest = groups.at(-1);
  if (latest === undefined || groups.length < 2) return [];
  const rows = groups.map(group => ({ label: monthText(group.month, locale), value: share(group) }));
  const title = t.chart(percent(latest));
  return [{ kind: 'chart', chart: { kind: 'bars', title, max: 100, valueLabel: t.share, rows } }];
}

/** Every kind that may be shown, a line each. */
export function kindsReply(
  kinds: readonly NoticeKind[],
  counts: readonly NoticeCounts[],
  page: number,
  locale: Locale,
): IntentResult {
  const t = notificationsMessages[locale];
  const totals = byKind(counts);
  const lines = kinds.flatMap(kind => {
    const total = totals.find(each => each.kind === kind.name)?.total;
    if (total === undefined) return [];
    const action = { intent, slots: { kind: kind.name } };
    return [{ title: kind.title[locale], detail: t.figures.row(total.sent, total.opened), action }];
  });
  if (lines.length === 0) return result(locale, [text(t.figures.none)]);
  const items = lines.slice(page * pageSize, (page + 1) * pageSize);
  const left = lines.length - page * pageSize - items.length;
  const more = left > 0 ? { label: t.settings.more(left), intent, slots: { page: String(page + 1) } } : null;
  const sent = totals.reduce((all, { total }) => all + total.sent, 0);
  return result(locale, [
    text(`${t.figures.kinds(sent)}\n${t.figures.which}`),
    { kind: 'list', ordered: false, items },
    ...buttons([more]),
  ]);
}

function share({ sent, opened }: Pick<Counted, 'sent' | 'opened'>): number {
  return sent === 0 ? 0 : Math.round((100 * opened) / sent);
}

function percent(total: Pick<Counted, 'sent' | 'opened'>): string {
  return `${share(total)}%`;
}

function monthText(month: string, locale: Locale): string {
  const [year, place] = month.split('-').map(Number);
  return notificationsMessages[locale].figures.month(year ?? 0, place ?? 0);
}
