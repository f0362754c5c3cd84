import type { Page } from './catalogue.types.ts';

/** A screenful: five lines before a "more" button. */
export const pageSize = 5;

export function startOf(page: number): number {
  return Math.max(0, Math.trunc(page)) * pageSize;
}

export function pageFrom<Item>(
  slice: { readonly items: readonly Item[]; readonly total: number },
  page: number,
): Page<Item> {
  const at = Math.max(0, Math.trunc(page));
  const more = startOf(at) + slice.items.length < slice.total && slice.items.length > 0;
  return { items: slice.items, total: slice.total, page: at, next: more ? at + 1 : null };
}

/** The part of a whole list that a page shows. */
export function pageOf<Item>(
  all: readonly Item[],
  page: number,
): { readonly items: readonly Item[]; readonly total: number } {
  const start = startOf(page);
  return { items: all.slice(start, start + pageSize), total: all.length };
}
