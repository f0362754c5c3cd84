import type { Locale } from '../../../src/platform/i18n/locale.ts';
import { teamsLimits } from '../limits.ts';
import type { TeamsWords } from '../teams.messages.ts';
import type { TextBlock } from './card.types.ts';
import { escapeMarkdown, shorten } from './escape.ts';

/** What the renderer of a block needs besides the block. */
export interface RenderContext {
  readonly locale: Locale;
  readonly words: TeamsWords;
  /** For whom the reply was made, for its buttons. */
  readonly madeFor: string | null;
}

/** One line of data, escaped and shortened by the rule; clients refuse a blank one. */
export function line(text: string, look: Omit<TextBlock, 'type' | 'text' | 'wrap'> = {}): TextBlock {
  const escaped = escapeMarkdown(shorten(text, teamsLimits.lineCharacters));
  return { type: 'TextBlock', text: escaped.trim() === '' ? '–' : escaped, wrap: true, ...look };
}

export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}

/** Parts of at most `max` bytes each, in order; one item that is larger stands alone. */
export function inParts<Item>(items: readonly Item[], max: number): readonly (readonly Item[])[] {
  const parts: Item[][] = [];
  let size = 0;
  for (const item of items) {
    const bytes = bytesOf(item) + 1;
    const last = parts.at(-1);
    if (last === undefined || size + bytes > max) {
      parts.push([item]);
      size = bytes;
    } else {
      last.push(item);
      size += bytes;
    }
  }
  return parts;
}

/** A text that is blank would be refused by clients. */
export function isShown(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
