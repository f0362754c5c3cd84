import type { RenderContext } from './context.ts';
import { type Element, element } from './element.ts';
import { renderText } from './text.ts';

export function renderNote(tone: 'info' | 'attention', text: string, context: RenderContext): Element {
  return element('div', { class: `note ${tone}`, role: 'note' }, renderText(text, context));
}
