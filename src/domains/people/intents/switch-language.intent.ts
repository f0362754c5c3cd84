import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { type Locale, locales } from '../../../platform/i18n/locale.ts';
import { localeFromWords } from '../../../platform/i18n/locale-from-words.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { peopleMessages } from '../people.messages.ts';
import type { PeopleService } from '../people.types.ts';
import { alreadyReply, askReply, chooseReply, keptReply, switchedReply } from './language.reply.ts';

export interface SwitchLanguageDeps {
  readonly people: Pick<PeopleService, 'profile' | 'setLocale'>;
}

/** Asks, then changes the language that the person is answered in; can be undone. */
export function createSwitchLanguage(deps: SwitchLanguageDeps): Intent {
  return {
    name: 'switch-language',
    title: bilingual(peopleMessages, t => t.intents.language.title),
    suggestion: bilingual(peopleMessages, t => t.intents.language.suggestion),
    content: 'personal',
    examples: new URL('./switch-language.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: SwitchLanguageDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { actor } = context;
  if (input.kind !== 'sentence') return pressed(deps, context, input.slots.to, input.slots.step);
  const current = await currentLocale(deps, context);
  const [words] = input.slots.language ?? [];
  const wanted = words === undefined ? other(current) : localeFromWords(words);
  if (wanted === null) return chooseReply(actor.locale);
  return wanted === current ? alreadyReply(wanted, actor.locale) : askReply(wanted, actor.locale);
}

async function pressed(deps: SwitchLanguageDeps, context: IntentContext, to = '', step = ''): Promise<IntentResult> {
  const { actor } = context;
  if (step === 'keep') return keptReply(actor.locale);
  const wanted = locales.find(locale => locale === to) ?? null;
  if (wanted === null) return chooseReply(actor.locale);
  if (step !== 'do') return askReply(wanted, actor.locale);
  const before = await currentLocale(deps, context);
  await deps.people.setLocale(actor, wanted);
  return switchedReply(wanted, before);
}

/** The profile's language: the one of the conversation may follow what the person writes. */
async function currentLocale(deps: SwitchLanguageDeps, context: IntentContext): Promise<Locale> {
  const found = await deps.people.profile(context.actor, context.actor.personId);
  return found.kind === 'found' ? found.profile.locale : context.actor.locale;
}

function other(locale: Locale): Locale {
  return locale === 'ja' ? 'en' : 'ja';
}
