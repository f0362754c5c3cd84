import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { type Id, isId } from '../../../platform/ids/ids.ts';
import type { MissingItemReport } from '../catalogue.types.ts';
import { curationMessages } from '../curation.messages.ts';
import type { AnswerDeps } from './in-question.ts';
import { pageOf } from './references.ts';
import { button, reply, type Slots, text } from './reply-parts.ts';
import { reportReply, reportsReply } from './reports.reply.ts';

/** HR goes through the names that people missed: adds them as aliases or closes the reports; each step can be undone. */
export function createReviewReports(deps: AnswerDeps): Intent {
  return {
    name: 'review-reports',
    title: bilingual(curationMessages, t => t.intents.review.title),
    suggestion: bilingual(curationMessages, t => t.intents.review.suggestion),
    content: 'catalogue',
    roles: ['hr'],
    examples: new URL('./review-reports.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const slots = input.kind === 'sentence' ? {} : input.slots;
  const report = slots.report ?? '';
  if (!isId('report', report))
    return reportsReply(
      await deps.catalogue.openReports(context.actor, pageOf(input)),
      context.actor.timeZone,
      context.actor.locale,
    );
  switch (slots.step) {
    case 'alias':
      return addAsAlias(deps, context, report, slots.item ?? '');
    case 'close':
      return close(deps, context, report);
    case 'undo':
      return undo(deps, context, report, slots.item);
    default:
      return show(deps, context, report);
  }
}

async function show(deps: AnswerDeps, context: IntentContext, id: Id<'report'>): Promise<IntentResult> {
  const report = await openReport(deps, context, id);
  return report === null
    ? handled(context.actor.locale)
    : reportReply(report, context.actor.timeZone, context.actor.locale);
}

async function addAsAlias(
  deps: AnswerDeps,
  context: IntentContext,
  id: Id<'report'>,
  item: string,
): Promise<IntentResult> {
  const { actor } = context;
  const t = curationMessages[actor.locale];
  const report = await openReport(deps, context, id);
  const target = report?.nearest.find(near => near.id === item);
  if (report === null || target === undefined) return handled(actor.locale);
  const change = await deps.catalogue.addAlias(actor, target.id, scriptOf(report.text), report.text);
  if (change.kind === 'refused')
    return said(t.aliases.refused[change.reason], { report: id, step: 'close' }, t.review.close, actor.locale);
  await deps.catalogue.closeReport(actor, id);
  return said(
    t.review.added(report.text, target.name[actor.locale]),
    { report: id, step: 'undo', item: target.id },
    t.undo,
    actor.locale,
  );
}

async function close(deps: AnswerDeps, context: IntentContext, id: Id<'report'>): Promise<IntentResult> {
  const { locale } = context.actor;
  await deps.catalogue.closeReport(context.actor, id);
  return said(
    curationMessages[locale].review.closed,
    { report: id, step: 'undo' },
    curationMessages[locale].undo,
    locale,
  );
}

/** Reopens the report first: its words say which alias to take away again. */
async function undo(
  deps: AnswerDeps,
  context: IntentContext,
  id: Id<'report'>,
  item: string | undefined,
): Promise<IntentResult> {
  const { actor } = context;
  await deps.catalogue.reopenReport(actor, id);
  const report = await openReport(deps, context, id);
  const target = report?.nearest.find(near => near.id === item);
  if (report !== null && target !== undefined)
    await deps.catalogue.removeAlias(actor, target.id, scriptOf(report.text), report.text);
  return said(
    curationMessages[actor.locale].review.reopened,
    { report: id },
    curationMessages[actor.locale].review.back,
    actor.locale,
  );
}

const mostPages = 200;

/** The open report with that id; null when somebody handled it. */
async function openReport(
  deps: AnswerDeps,
  context: IntentContext,
  id: Id<'report'>,
): Promise<MissingItemReport | null> {
  for (let page: number | null = 0; page !== null && page < mostPages; ) {
    const reports: Awaited<ReturnType<AnswerDeps['catalogue']['openReports']>> = await deps.catalogue.openReports(
      context.actor,
      page,
    );
    const found = reports.items.find(report => report.id === id);
    if (found !== undefined) return found;
    page = reports.next;
  }
  return null;
}

/** The language that a name is written in, by its script. */
export function scriptOf(words: string): Locale {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(words) ? 'ja' : 'en';
}

function handled(locale: Locale): IntentResult {
  const t = curationMessages[locale];
  return {
    reply: reply(locale, t.preview, [
      text(t.review.handled),
      { kind: 'actions', actions: [button(t.review.back, 'review-reports')] },
    ]),
  };
}

function said(words: string, slots: Slots, label: string, locale: Locale): IntentResult {
  const t = curationMessages[locale];
  const back = button(t.review.back, 'review-reports');
  const step = slots.step === undefined ? [] : [button(label, 'review-reports', slots)];
  return { reply: reply(locale, t.preview, [text(words), { kind: 'actions', actions: [...step, back] }]) };
}
