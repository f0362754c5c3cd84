import type { PersonActor } from '../../../platform/access/actor.ts';
import type { Bilingual } from '../../../platform/i18n/locale.ts';
import type { Intent } from '../../contract/intent.ts';
import { bilingual, conversationMessages } from '../conversation.messages.ts';
import { helpAction, replyWith } from '../replies.ts';
import { ownIntentNames } from '../session.rules.ts';
import { type HelpDeps, startingPoints } from './help.intent.ts';

export interface OutOfScopeDeps extends HelpDeps {
  /** The desk of the person's company that answers what Michi cannot. */
  readonly whomToAsk: (actor: PersonActor) => Promise<{ readonly name: Bilingual; readonly email: string }>;
}

/** Says that it cannot answer that, what it can do, and whom to ask. */
export function createOutOfScopeIntent({ intents, whomToAsk }: OutOfScopeDeps): Intent {
  return {
    name: ownIntentNames.outOfScope,
    title: bilingual('outOfScopeName'),
    suggestion: bilingual('outOfScopeSuggestion'),
    content: 'catalogue',
    examples: new URL('out-of-scope.examples.txt', import.meta.url),
    async handle({ actor }) {
      const { locale } = actor;
      const words = conversationMessages[locale];
      const desk = await whomToAsk(actor);
      const starts = startingPoints(intents(), actor).slice(0, 2);
      const actions = starts.map(({ name, title }) => ({ label: title[locale], intent: name, slots: {} }));
      return {
        reply: replyWith(locale, [
          { kind: 'text', text: words.outOfScope },
          { kind: 'text', text: words.otherQuestions({ name: desk.name[locale], email: desk.email }) },
          { kind: 'actions', actions: [...actions, helpAction(locale)] },
        ]),
      };
    },
  };
}
