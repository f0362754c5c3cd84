import type { Action } from '../../../conversation/contract/action.ts';
import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block } from '../../../conversation/contract/reply.ts';
import { type Locale, locales } from '../../../platform/i18n/locale.ts';
import { peopleMessages } from '../people.messages.ts';

/** The question stands in both languages, because the person may not read the one they are leaving. */
export function askReply(wanted: Locale, locale: Locale): IntentResult {
  const question = { kind: 'text' as const, text: lines(locale, wanted, t => t.ask[wanted]) };
  const keep = { label: lines(locale, wanted, t => t.keep, ' / '), intent: 'switch-language', slots: { step: 'keep' } };
  return result(locale, [
    question,
    { kind: 'actions', actions: [{ ...switchTo(wanted, wanted), style: 'primary' }, keep] },
  ]);
}

/** Words that are neither of the two languages. */
export function chooseReply(locale: Locale): IntentResult {
  const t = peopleMessages[locale].language;
  return result(locale, [
    { kind: 'text', text: t.unsupported },
    { kind: 'actions', actions: locales.map(of => switchTo(of, locale)) },
  ]);
}

export function alreadyReply(current: Locale, locale: Locale): IntentResult {
  const t = peopleMessages[locale].language;
  const other = current === 'ja' ? 'en' : 'ja';
  return result(locale, [
    { kind: 'text', text: t.already[current] },
    { kind: 'actions', actions: [switchTo(other, locale)] },
  ]);
}

/** Speaks the new language at once; undo leads back to the one before. */
export function switchedReply(now: Locale, before: Locale): IntentResult {
  const t = peopleMessages[now].language;
  const undo: readonly Block[] =
    now === before
      ? []
      : [
          {
            kind: 'actions',
            actions: [
              {
                label: lines(now, before, of => of.undo, ' / '),
                intent: 'switch-language',
                slots: { to: before, step: 'do' },
              },
            ],
          },
        ];
  return result(now, [{ kind: 'text', text: t.done[now] }, ...undo]);
}

export function keptReply(locale: Locale): IntentResult {
  return result(locale, [{ kind: 'text', text: peopleMessages[locale].language.kept }]);
}

function switchTo(wanted: Locale, locale: Locale): Action {
  return {
    label: peopleMessages[locale].language.switchTo[wanted],
    intent: 'switch-language',
    slots: { to: wanted, step: 'do' },
  };
}

type LanguageText = (typeof peopleMessages)['ja']['language'];

/** The same in the two languages, once where they are one. */
function lines(first: Locale, second: Locale, pick: (of: LanguageText) => string, between = '\n'): string {
  return [...new Set([pick(peopleMessages[first].language), pick(peopleMessages[second].language)])].join(between);
}

function result(locale: Locale, blocks: readonly Block[]): IntentResult {
  return { reply: { locale, preview: peopleMessages[locale].language.preview, blocks }, focus: {}, listed: [] };
}
