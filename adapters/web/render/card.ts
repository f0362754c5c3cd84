import type { Block } from '../../../src/conversation/contract/reply.ts';
import { renderActions } from './actions.ts';
import type { RenderContext } from './context.ts';
import { type Element, element } from './element.ts';
import { renderFacts } from './facts.ts';
import { renderText } from './text.ts';

type CardBlock = Extract<Block, { kind: 'card' }>;

export function renderCard(card: CardBlock, context: RenderContext): Element {
  return element(
    'section',
    { class: 'card' },
    element(
      'div',
      null,
      element('h3', { dir: 'auto' }, card.title),
      card.subtitle === undefined ? null : element('p', { class: 'subtitle', dir: 'auto' }, card.subtitle),
    ),
    card.text === undefined ? null : renderText(card.text, context),
    card.facts === undefined || card.facts.length === 0 ? null : renderFacts(undefined, card.facts, context),
    card.actions === undefined ? null : renderActions(card.actions, context),
  );
}
