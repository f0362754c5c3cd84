import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import { askName } from './ask-back.reply.ts';
import { type AnswerDeps, focused, idsOf } from './in-question.ts';
import { openCourse } from './open-item.ts';
import { pageOf } from './references.ts';

/** One course whole, reached from a list of courses. */
export function createShowCourse(deps: AnswerDeps): Intent {
  return {
    name: 'show-course',
    title: bilingual(catalogueMessages, t => t.intents.showCourse.title),
    suggestion: bilingual(catalogueMessages, t => t.intents.showCourse.suggestion),
    content: 'catalogue',
    refreshable: true,
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const id = idsOf('course', context, input)[0] ?? focused('course', context);
  if (id === null) return askName('course', { intent: 'find-courses', slot: 'skill' }, context.actor.locale);
  return openCourse(deps, context, id, pageOf(input));
}
