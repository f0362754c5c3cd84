import { type Content, type Element, element } from './element.ts';

/** Hides what is beyond a reading limit behind a disclosure that works without a script. */
export function fold(summary: string, children: Content): Element {
  return element('details', { class: 'more' }, element('summary', null, summary), children);
}

/** The first `max` of them, and the others. */
export function splitAt<Item>(items: readonly Item[], max: number): readonly [readonly Item[], readonly Item[]] {
  return [items.slice(0, max), items.slice(max)];
}
