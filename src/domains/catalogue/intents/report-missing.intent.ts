import type { Field, Form } from '../../../conversation/contract/form.ts';
import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block } from '../../../conversation/contract/reply.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { isId } from '../../../platform/ids/ids.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import { type ItemKind, itemKinds } from '../catalogue.types.ts';
import { curationMessages } from '../curation.messages.ts';
import type { AnswerDeps } from './in-question.ts';
import { button, goTo, nextSteps, note, reply, type Slots, text } from './reply-parts.ts';

const intent = 'report-missing';
const longestName = 100;
const longestNote = 500;

/** Tells HR about a name that the catalogue does not know; it can be taken back. */
export function createReportMissing(deps: AnswerDeps): Intent {
  return {
    name: intent,
    title: bilingual(curationMessages, t => t.intents.report.title),
    suggestion: bilingual(curationMessages, t => t.intents.report.suggestion),
    content: 'catalogue',
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { locale } = context.actor;
  if (input.kind === 'form') return submit(deps, context, input.slots, input.values);
  const slots = input.kind === 'action' ? input.slots : {};
  if (slots.step === 'cancel') return said(curationMessages[locale].nothingChanged, locale);
  if (slots.step === 'undo') return withdraw(deps, context, slots.report ?? '');
  return {
    reply: reply(locale, curationMessages[locale].preview, [{ kind: 'form', form: reportForm(slots, {}, locale) }]),
  };
}

async function submit(deps: AnswerDeps, context: IntentContext, slots: Slots, values: Slots): Promise<IntentResult> {
  const { actor } = context;
  const t = curationMessages[actor.locale];
  const problems = problemsOf(values, actor.locale);
  if (Object.keys(problems).length > 0) {
    return {
      reply: reply(actor.locale, t.preview, [
        { kind: 'form', form: reportForm(slots, values, actor.locale, problems) },
      ]),
    };
  }
  const id = await deps.catalogue.reportMissing(actor, {
    itemKind: kindOf(values.kind) ?? kindOf(slots.kind) ?? 'role',
    text: (values.words ?? '').trim(),
    note: (values.note ?? '').trim(),
    nearest: (slots.nearest ?? '').split(',').filter(near => near !== ''),
  });
  const company = await deps.people.ownCompany(actor);
  const desk = company.hrDesk[actor.locale];
  // Reports carry no name, so only HR can tell whose a report is and take it back.
  const way: Block = actor.roles.includes('hr')
    ? { kind: 'actions', actions: [button(t.undo, intent, { step: 'undo', report: id })] }
    : note(t.report.toWithdraw(desk, company.hrEmail));
  return { reply: reply(actor.locale, t.preview, [text(t.report.sent(desk)), way]), focus: {}, listed: [] };
}

async function withdraw(deps: AnswerDeps, context: IntentContext, report: string): Promise<IntentResult> {
  const { actor } = context;
  const t = curationMessages[actor.locale];
  if (!isId('report', report)) return said(t.review.handled, actor.locale);
  await deps.catalogue.closeReport(actor, report);
  return said(t.report.withdrawn, actor.locale);
}

/** The form, filled with what was written before when it comes back with a problem. */
export function reportForm(slots: Slots, values: Slots, locale: Locale, problems: Slots = {}): Form {
  const t = curationMessages[locale].report;
  const kept = {
    kind: kindOf(slots.kind) ?? 'role',
    ...(slots.nearest === undefined ? {} : { nearest: slots.nearest }),
  };
  return {
    title: t.title,
    text: t.text,
    fields: [kindField(values.kind ?? kept.kind, locale), ...writtenFields(values, problems, locale)],
    submit: { ...goTo(intent, kept), label: t.send },
    cancel: { ...goTo(intent, { step: 'cancel' }), label: curationMessages[locale].cancel },
  };
}

function kindField(value: string, locale: Locale): Field {
  const options = itemKinds.map(kind => ({ value: kind, label: catalogueMessages[locale].kinds[kind] }));
  return { kind: 'choice', name: 'kind', label: curationMessages[locale].report.kind, required: true, options, value };
}

function writtenFields(values: Slots, problems: Slots, locale: Locale): readonly Field[] {
  const t = curationMessages[locale].report;
  const field = (name: 'words' | 'note', label: string, hint: string, required: boolean, maxLength: number): Field => ({
    kind: 'text',
    name,
    label,
    hint,
    required,
    multiline: name === 'note',
    maxLength,
    ...(values[name] === undefined ? {} : { value: values[name] }),
    ...(problems[name] === undefined ? {} : { error: problems[name] }),
  });
  return [
    field('words', t.words, t.wordsHint, true, longestName),
    field('note', t.note, t.noteHint, false, longestNote),
  ];
}

function problemsOf(values: Slots, locale: Locale): Slots {
  const t = curationMessages[locale].report;
  const words = (values.words ?? '').trim();
  return {
    ...(/[\p{L}\p{N}]/u.test(words) ? {} : { words: t.empty }),
    ...(words.length > longestName ? { words: t.tooLong(longestName) } : {}),
    ...((values.note ?? '').length > longestNote ? { note: t.tooLong(longestNote) } : {}),
  };
}

function kindOf(words: string | undefined): ItemKind | null {
  return itemKinds.find(kind => kind === words) ?? null;
}

function said(words: string, locale: Locale): IntentResult {
  const again = button(curationMessages[locale].report.again, intent);
  return { reply: reply(locale, curationMessages[locale].preview, [text(words), ...nextSteps([again])]) };
}
