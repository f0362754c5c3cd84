import type { Intent } from '../../contract/intent.ts';
import { bilingual, conversationMessages } from '../conversation.messages.ts';
import { helpAction, replyWith } from '../replies.ts';
import { ownIntentNames } from '../session.rules.ts';
import { type HelpDeps, startingPoints } from './help.intent.ts';

/** First contact, and "who are you": says that it is a machine and what it can see, and offers three beginnings. */
export function createIntroduceIntent({ intents }: HelpDeps): Intent {
  return {
    name: ownIntentNames.introduce,
    title: bilingual('introduceName'),
    suggestion: bilingual('introduceSuggestion'),
    content: 'catalogue',
    examples: new URL('introduce.examples.txt', import.meta.url),
    async handle({ actor }) {
      const { locale } = actor;
      const words = conversationMessages[locale];
      const starts = startingPoints(intents(), actor).slice(0, 2);
      const actions = starts.map(({ name, title }) => ({ label: title[locale], intent: name, slots: {} }));
      return {
        reply: replyWith(locale, [
          { kind: 'text', text: words.introduction },
          { kind: 'note', tone: 'info', text: words.whatISee },
          { kind: 'text', text: words.introductionStart },
          { kind: 'actions', actions: [...actions, helpAction(locale)] },
        ]),
      };
    },
  };
}
