import type { ListItem } from '../../../src/conversation/contract/reply.ts';
import { webLimits } from '../limits.ts';
import { actionData } from './actions.ts';
import type { RenderContext } from './context.ts';
import { type Element, element } from './element.ts';
import { fold, splitAt } from './fold.ts';
import { renderLegend, renderLevel } from './level.ts';

interface ListBlock {
  readonly title?: string;
  readonly ordered: boolean;
  readonly items: readonly ListItem[];
}

/** Rows with a line between them. Ordered ones show their number, because people write "the second one". */
export function renderList(block: ListBlock, context: RenderContext, place: number): Element {
  const levels = block.items.flatMap(item => (item.level === undefined ? [] : [item.level]));
  const [shown, folded] = splitAt(block.items, webLimits.listItems);
  return element(
    'section',
    { class: 'list' },
    block.title === undefined ? null : element('h3', null, block.title),
    context.legendAt === place ? renderLegend(levels, context.words) : null,
    rows(shown, block.ordered, 1),
    folded.length === 0
      ? null
      : fold(context.words.moreItems(folded.length), rows(folded, block.ordered, shown.length + 1)),
  );
}

/** The role is repeated because one browser forgets that a list without bullets is a list. */
function rows(items: readonly ListItem[], ordered: boolean, start: number): Element {
  return element(
    ordered ? 'ol' : 'ul',
    ordered ? { role: 'list', start } : { role: 'list' },
    items.map((item, index) => row(item, ordered ? start + index : null)),
  );
}

function row(item: ListItem, number: number | null): Element {
  return element(
    'li',
    { class: item.action === undefined ? 'row' : 'row pressable' },
    number === null ? null : element('span', { class: 'number', 'aria-hidden': 'true' }, number),
    element(
      'div',
      { class: 'what' },
      title(item),
      item.detail === undefined ? null : element('p', { class: 'detail', dir: 'auto' }, item.detail),
    ),
    marks(item),
  );
}

/** Only the title is the button's name; a style stretches the target over the whole row. */
function title(item: ListItem): Element {
  if (item.action === undefined) return element('span', { class: 'title', dir: 'auto' }, item.title);
  return element(
    'button',
    { type: 'button', class: 'title', dir: 'auto', 'data-action': actionData(item.action) },
    item.title,
  );
}

function marks(item: ListItem): Element | null {
  if (item.badge === undefined && item.level === undefined) return null;
  return element(
    'div',
    { class: 'marks' },
    item.badge === undefined ? null : element('span', { class: 'badge' }, item.badge),
    item.level === undefined ? null : renderLevel(item.level),
  );
}
