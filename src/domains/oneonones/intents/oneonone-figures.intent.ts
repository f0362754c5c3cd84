import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block } from '../../../conversation/contract/reply.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { noticesMessages } from '../notices.messages.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import type { FigureRow, Figures, OneononesService } from '../oneonones.types.ts';
import { button, buttons, result, slotsOf, text } from './oneonone-parts.ts';

const divisionsShown = 10;

/** HR: the share of one-on-ones that took place in their company, by month and division. */
export function createOneononeFigures({
  oneonones,
}: {
  readonly oneonones: Pick<OneononesService, 'figures'>;
}): Intent {
  return {
    name: 'oneonone-figures',
    title: bilingual(oneononesMessages, t => t.intents.figures.title),
    suggestion: bilingual(oneononesMessages, t => t.intents.figures.suggestion),
    content: 'personal',
    roles: ['hr'],
    examples: new URL('./oneonone-figures.examples.txt', import.meta.url),
    async handle({ actor }: IntentContext, input: IntentInput) {
      return figuresReply(await oneonones.figures(actor), Number(slotsOf(input).page ?? '0') || 0, actor.locale);
    },
  };
}

function figuresReply(figures: Figures, page: number, locale: Locale): IntentResult {
  const t = noticesMessages[locale].figures;
  const whole = figures.rows.filter(({ division }) => division === null);
  const last = whole.at(-1);
  if (last === undefined) return result(locale, [text(t.none)]);
  const divisions = figures.rows.filter(({ division, month }) => division !== null && month === last.month);
  const shown = divisions.slice(page * divisionsShown, (page + 1) * divisionsShown);
  const left = divisions.length - page * divisionsShown - shown.length;
  const more =
    left > 0 ? button(oneononesMessages[locale].more(left), 'oneonone-figures', { page: String(page + 1) }) : null;
  const month = monthWords(last.month, locale);
  return result(locale, [
    text(t.headline(month, `${percent(last)}%`, last.held, last.due)),
    ...(page === 0 ? [chart(whole, locale)] : []),
    ...(shown.length === 0 ? [] : [table(shown, month, locale)]),
    {
      kind: 'note',
      tone: 'info',
      text: [figures.hidden > 0 ? t.hidden(figures.hidden) : '', t.note].join('\n').trim(),
    },
    ...buttons(more),
  ]);
}

function chart(whole: readonly FigureRow[], locale: Locale): Block {
  const t = noticesMessages[locale].figures;
  return {
    kind: 'chart',
    chart: {
      kind: 'bars',
      title: t.chart,
      max: 100,
      valueLabel: t.share,
      rows: whole.map(row => ({ label: monthWords(row.month, locale), value: percent(row) })),
    },
  };
}

function table(rows: readonly FigureRow[], month: string, locale: Locale): Block {
  const t = noticesMessages[locale].figures;
  return {
    kind: 'table',
    caption: t.divisions(month),
    columns: t.columns,
    rows: rows.map(row =>
      [row.division?.[locale] ?? '', String(row.held), String(row.due), `${percent(row)}%`].map(of => ({ text: of })),
    ),
  };
}

function percent({ held, due }: FigureRow): number {
  return due === 0 ? 0 : Math.round((held / due) * 100);
}

function monthWords(month: string, locale: Locale): string {
  const [year = '0', of = '1'] = month.split('-');
  return noticesMessages[locale].figures.month(Number(year), Number(of));
}
