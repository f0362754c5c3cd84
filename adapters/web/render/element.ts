import { type ComponentChildren, h, type VNode } from 'preact';

type AttributeValue = string | number | boolean | undefined | { readonly __html: string };
export type Element = VNode;
export type Content = ComponentChildren | readonly ComponentChildren[];

/** One element; text in `content` is escaped when it is rendered. Attributes have their names in HTML. */
export function element(
  tag: string,
  attributes: Readonly<Record<string, AttributeValue>> | null,
  ...content: Content[]
): Element {
  // The library's node types differ by their attributes and know only lists that may change; neither matters when a page is written once.
  return h(tag, attributes as Record<string, unknown>, ...(content as ComponentChildren[])) as Element;
}
