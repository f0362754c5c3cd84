import type { IntentResult } from '../../../conversation/contract/intent.ts';
import { formatInstant } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { MissingItemReport, Page } from '../catalogue.types.ts';
import { curationMessages } from '../curation.messages.ts';
import {
  button,
  goTo,
  listButtons,
  moreButton,
  nextSteps,
  note,
  pageSize,
  reply,
  shorten,
  text,
} from './reply-parts.ts';

/** The open reports, five a page; pressing one opens it. */
export function reportsReply(page: Page<MissingItemReport>, timeZone: string, locale: Locale): IntentResult {
  const t = curationMessages[locale];
  const kinds = catalogueMessages[locale].kinds;
  const shown = page.page * pageSize + page.items.length;
  if (page.items.length === 0) {
    return {
      reply: reply(locale, t.preview, [
        text(t.review.none),
        ...nextSteps([button(t.intents.aliases.title, 'edit-aliases')]),
      ]),
    };
  }
  const items = page.items.map(report => ({
    title: shorten(report.text, 80),
    detail: [kinds[report.itemKind], t.review.received(formatInstant(report.createdAt, timeZone, locale))].join(
      catalogueMessages[locale].separator,
    ),
    action: goTo('review-reports', { report: report.id }),
  }));
  return {
    reply: reply(locale, t.preview, [
      text(
        page.page === 0
          ? t.review.open(page.total)
          : catalogueMessages[locale].range(page.page * pageSize + 1, shown, page.total),
      ),
      { kind: 'list', ordered: true, items },
      ...listButtons([moreButton(locale, page, shown, goTo('review-reports'))]),
    ]),
    focus: {},
    listed: page.items.map(report => report.id),
  };
}

/** One report: add it to one of the nearest items, or close it. */
export function reportReply(report: MissingItemReport, timeZone: string, locale: Locale): IntentResult {
  const t = curationMessages[locale];
  const nearest = report.nearest.slice(0, 3);
  const add = nearest.map(item =>
    button(t.review.addTo(shorten(item.name[locale], 40)), 'review-reports', {
      report: report.id,
      step: 'alias',
      item: item.id,
    }),
  );
  return {
    reply: reply(locale, t.preview, [
      text(t.review.one(catalogueMessages[locale].kinds[report.itemKind], shorten(report.text, 100))),
      ...(report.note === '' ? [] : [text(t.review.noteOf(report.note))]),
      note(t.review.received(formatInstant(report.createdAt, timeZone, locale))),
      text(nearest.length === 0 ? t.review.noNearest : t.review.nearest),
      ...nextSteps([...add, button(t.review.close, 'review-reports', { report: report.id, step: 'close' })]),
    ]),
    focus: { report: report.id },
    listed: [],
  };
}
