import type { Action } from '../../../conversation/contract/action.ts';
import type { Field } from '../../../conversation/contract/form.ts';
import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block } from '../../../conversation/contract/reply.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { nudgesMessages } from '../nudges.messages.ts';
import type { NudgeFault } from '../nudges.rules.ts';
import type { DryRun, Nudge, NudgeOptions } from '../nudges.types.ts';
import { buttons, pageSize, result, type Slots, text } from './reply-parts.ts';

const intent = 'run-nudge';

function step(label: string, nudge: Nudge, to: string): Action {
  return { label, intent, slots: { nudge: nudge.id, step: to } };
}

export function nudgesReply(nudges: readonly Nudge[], page: number, locale: Locale): IntentResult {
  const t = nudgesMessages[locale];
  const write: Action = { label: t.write, intent, slots: { step: 'new' } };
  if (nudges.length === 0) return result(locale, [text(t.none), ...buttons([write])]);
  const items = nudges.slice(page * pageSize, (page + 1) * pageSize).map(nudge => ({
    title: nudge.name,
    badge: t.states[nudge.state],
    action: { intent, slots: { nudge: nudge.id } },
  }));
  const left = nudges.length - page * pageSize - items.length;
  const more = left > 0 ? { label: t.more(left), intent, slots: { page: String(page + 1) } } : null;
  return result(locale, [
    text(t.list(nudges.length)),
    { kind: 'list', ordered: false, items },
    ...buttons([write, more]),
  ]);
}

export function nudgeReply(nudge: Nudge, words: string | null, locale: Locale): IntentResult {
  const t = nudgesMessages[locale];
  const facts = [
    { label: t.starts, value: nudge.startsAt.replace('T', ' ') },
    { label: t.repeats, value: nudge.rule ?? t.once },
    { label: t.audience, value: nudge.audience === null ? t.unknown : t.people(nudge.audience) },
    { label: t.approved, value: nudge.approvedBy === null ? t.no : t.yes },
  ];
  const card: Block = {
    kind: 'card',
    title: nudge.name,
    subtitle: t.states[nudge.state],
    text: nudge.text[locale],
    facts,
  };
  return result(locale, [...(words === null ? [] : [text(words)]), card, ...buttons(stepsOf(nudge, locale))]);
}

/** The likeliest first; at most four. */
function stepsOf(nudge: Nudge, locale: Locale): readonly Action[] {
  const t = nudgesMessages[locale];
  const back: Action = { label: t.back, intent, slots: {} };
  switch (nudge.state) {
    case 'draft':
      return nudge.audience === null
        ? [step(t.dryRun, nudge, 'dry'), step(t.test, nudge, 'test'), back]
        : [step(t.start, nudge, 'start'), step(t.approve, nudge, 'approve'), step(t.test, nudge, 'test'), back];
    case 'running':
      return [step(t.pause, nudge, 'pause'), step(t.stop, nudge, 'stop'), back];
    case 'paused':
      return [step(t.resume, nudge, 'start'), step(t.stop, nudge, 'stop'), back];
    case 'stopped':
      return [back];
  }
}

/** How many and how long stands in the question. */
export function askStartReply(nudge: Nudge, { people, minutes }: DryRun, locale: Locale): IntentResult {
  const t = nudgesMessages[locale];
  return result(locale, [
    text(t.askStart(nudge.name, people, minutes)),
    ...buttons([step(t.start, nudge, 'start-do'), step(t.keep, nudge, 'keep')]),
  ]);
}

export function askStopReply(nudge: Nudge, locale: Locale): IntentResult {
  const t = nudgesMessages[locale];
  return result(locale, [
    text(t.askStop(nudge.name)),
    ...buttons([step(t.stop, nudge, 'stop-do'), step(t.keep, nudge, 'keep')]),
  ]);
}

/** A sentence and the way back to the nudge, or to all of them. */
export function nudgeSaid(words: string, nudge: string | null, locale: Locale): IntentResult {
  const slots: Record<string, string> = nudge === null ? {} : { nudge };
  return result(locale, [text(words), ...buttons([{ label: nudgesMessages[locale].back, intent, slots }])]);
}

const fieldOf: Readonly<Record<NudgeFault, string>> = {
  'no-name': 'name',
  'no-text': 'en',
  'too-long': 'en',
  'unknown-variable': 'en',
  'matches-everyone': 'position',
  'bad-start': 'startsAt',
  'in-the-past': 'startsAt',
  'bad-rule': 'rule',
  'no-end': 'rule',
  'too-many': 'rule',
};

/** With what was typed before and what is wrong with it. */
export function nudgeForm(
  options: NudgeOptions,
  typed: Slots,
  faults: readonly NudgeFault[],
  locale: Locale,
): IntentResult {
  const t = nudgesMessages[locale].form;
  const base = (name: string, label: string, required: boolean) => {
    const error = faults.filter(fault => fieldOf[fault] === name).map(fault => nudgesMessages[locale].faults[fault]);
    const value = typed[name];
    const more = {
      ...(value === undefined ? {} : { value }),
      ...(error.length === 0 ? {} : { error: error.join('\n') }),
    };
    return { name, label, required, ...more };
  };
  const words = (
    name: string,
    label: string,
    maxLength: number,
    more: { hint?: string; multiline?: true } = {},
  ): Field => ({
    kind: 'text',
    multiline: false,
    maxLength,
    ...base(name, label, name !== 'rule'),
    ...more,
  });
  const choice = (name: string, label: string, choices: NudgeOptions['divisions']): Field => ({
    kind: 'choice',
    options: [
      { value: 'any', label: t.any },
      ...choices.slice(0, 99).map(({ value, label: shown }) => ({ value, label: shown[locale] })),
    ],
    ...base(name, label, true),
    value: typed[name] ?? 'any',
  });
  const fields = [
    words('name', t.name, 80),
    choice('division', t.division, options.divisions),
    choice('jobCategory', t.jobCategory, options.jobCategories),
    choice('position', t.position, options.positions),
    words('startsAt', t.startsAt, 16, { hint: t.startsHint }),
    words('rule', t.rule, 200, { hint: t.ruleHint }),
    words('ja', t.ja, 1_000, { multiline: true }),
    words('en', t.en, 1_000, { multiline: true }),
  ];
  const form = {
    title: t.title,
    text: t.text,
    fields,
    submit: { label: t.save, intent, slots: { step: 'save' } },
    cancel: { label: t.cancel, intent, slots: {} },
  };
  return result(locale, [{ kind: 'form', form }]);
}
