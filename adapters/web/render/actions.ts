import type { Action, ActionRef } from '../../../src/conversation/contract/action.ts';
import { webLimits } from '../limits.ts';
import type { RenderContext } from './context.ts';
import { type Element, element } from './element.ts';
import { fold, splitAt } from './fold.ts';

/** What the page's script sends when the element is pressed; a button of an old message works for ever. */
export function actionData(action: ActionRef): string {
  return JSON.stringify({ intent: action.intent, slots: action.slots });
}

/** The primary action first, the others in the order of the reply. */
export function renderActions(actions: readonly Action[], context: RenderContext): Element | null {
  if (actions.length === 0) return null;
  const ordered = [...actions].sort((a, b) => Number(b.style === 'primary') - Number(a.style === 'primary'));
  const [shown, folded] = splitAt(ordered, webLimits.actions);
  return element(
    'div',
    { class: 'actions' },
    ...shown.map(renderAction),
    folded.length === 0
      ? null
      : fold(context.words.moreActions(folded.length), element('div', { class: 'actions' }, folded.map(renderAction))),
  );
}

function renderAction(action: Action): Element {
  const style = action.style === 'primary' ? 'action primary' : 'action';
  return element(
    'button',
    { type: 'button', class: style, dir: 'auto', 'data-action': actionData(action) },
    action.label,
  );
}
