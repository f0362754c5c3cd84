import { webLimits } from '../limits.ts';
import type { RenderContext } from './context.ts';
import { type Element, element } from './element.ts';
import { fold } from './fold.ts';

/** Paragraphs as the author set them. `dir=auto` keeps right-to-left text from turning its surroundings around. */
export function renderText(text: string, context: RenderContext): readonly Element[] {
  const [head, rest] = splitText(text, webLimits.textCharacters);
  return [...paragraphs(head), ...(rest === '' ? [] : [fold(context.words.moreText, paragraphs(rest))])];
}

function paragraphs(text: string): Element[] {
  return text
    .split(/\n{2,}/)
    .filter(part => part.trim() !== '')
    .map(part => element('p', { class: 'text', dir: 'auto' }, part));
}

/**
 * Splits a text so that the first part has at most about `max` UTF-16 units: behind a line end, a sentence end or a space in the last third,
 * else between two characters as people see them, so that no emoji or accent is torn apart.
 */
export function splitText(text: string, max: number): readonly [string, string] {
  if (text.length <= max) return [text, ''];
  const window = text.slice(0, max);
  const sentenceEnd = Math.max(window.lastIndexOf('\n'), window.lastIndexOf('。'), window.lastIndexOf('. '));
  const end = [sentenceEnd, window.lastIndexOf(' ')].find(place => place > (max * 2) / 3);
  const cut = end === undefined ? graphemeCut(text, max) : end + 1;
  return [text.slice(0, cut), text.slice(cut)];
}

function graphemeCut(text: string, max: number): number {
  const from = Math.max(0, max - 64);
  const segments = [...new Intl.Segmenter().segment(text.slice(from, max + 64))];
  const last = segments.findLast(segment => from + segment.index <= max && segment.index > 0);
  return last === undefined ? max : from + last.index;
}
