import type { PersonActor } from '../../../platform/access/actor.ts';
import type { Intent, IntentInput, IntentResult } from '../../contract/intent.ts';
import type { Block } from '../../contract/reply.ts';
import { bilingual, conversationMessages } from '../conversation.messages.ts';
import { isOffered, replyWith } from '../replies.ts';
import { ownIntentNames } from '../session.rules.ts';

const pageSize = 5;

/** `intents` is asked for at the time of the answer, because help is one of the intents itself. */
export interface HelpDeps {
  readonly intents: () => readonly Intent[];
}

/** What Michi can do, from the list of intents, five at a time. */
export function createHelpIntent({ intents }: HelpDeps): Intent {
  return {
    name: ownIntentNames.help,
    title: bilingual('helpName'),
    suggestion: bilingual('helpSuggestion'),
    content: 'catalogue',
    examples: new URL('help.examples.txt', import.meta.url),
    async handle({ actor }, input) {
      return help(startingPoints(intents(), actor), actor, pageOf(input));
    },
  };
}

/** What can be offered as a beginning: understood from a sentence, open to the person, and not one of Michi's own. */
export function startingPoints(intents: readonly Intent[], actor: PersonActor): readonly Intent[] {
  const own: readonly string[] = Object.values(ownIntentNames);
  return intents.filter(
    intent => intent.examples !== undefined && isOffered(intent, actor) && !own.includes(intent.name),
  );
}

function help(offered: readonly Intent[], { locale }: PersonActor, page: number): IntentResult {
  const words = conversationMessages[locale];
  const shown = offered.slice(page * pageSize, (page + 1) * pageSize);
  const left = offered.length - page * pageSize - shown.length;
  const items = shown.map(({ name, title, suggestion }) => ({
    title: title[locale],
    detail: words.forExample(suggestion[locale]),
    action: { intent: name, slots: {} },
  }));
  const more = { label: words.more(left), intent: ownIntentNames.help, slots: { page: String(page + 1) } };
  const blocks: Block[] = [
    { kind: 'text', text: words.helpIntro },
    { kind: 'list', title: words.helpTitle, ordered: false, items },
    ...(left > 0 ? [{ kind: 'actions' as const, actions: [more] }] : []),
  ];
  return { reply: replyWith(locale, blocks) };
}

function pageOf(input: IntentInput): number {
  const page = input.kind === 'sentence' ? '' : (input.slots.page ?? '');
  return /^\d{1,2}$/.test(page) ? Number(page) : 0;
}
