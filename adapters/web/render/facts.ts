import type { Fact } from '../../../src/conversation/contract/reply.ts';
import { webLimits } from '../limits.ts';
import type { RenderContext } from './context.ts';
import { type Element, element } from './element.ts';
import { fold, splitAt } from './fold.ts';

export function renderFacts(title: string | undefined, facts: readonly Fact[], context: RenderContext): Element {
  const [shown, folded] = splitAt(facts, webLimits.facts);
  return element(
    'section',
    { class: 'facts' },
    title === undefined ? null : element('h3', null, title),
    factList(shown),
    folded.length === 0 ? null : fold(context.words.moreItems(folded.length), factList(folded)),
  );
}

function factList(facts: readonly Fact[]): Element {
  return element(
    'dl',
    null,
    facts.map(fact =>
      element('div', null, element('dt', null, fact.label), element('dd', { dir: 'auto' }, fact.value)),
    ),
  );
}
