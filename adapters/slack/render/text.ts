import type { MrkdwnElement, PlainTextElement } from '@slack/types';

/**
 * The three characters that Slack's markup gives a meaning to. Escaped, no text can mention everybody (`<!channel>`), a person (`<@U…>`) or
 * carry a link under another name.
 */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Text as it stands: no markup, no emoji names, no mentions. */
export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

/** Markup of our own around text that is escaped already; nothing in it becomes a link by itself. */
export function marked(markup: string): MrkdwnElement {
  return { type: 'mrkdwn', text: markup, verbatim: true };
}

/** Bold, line by line, because Slack's bold ends with the line. */
export function bold(text: string): string {
  return text
    .split('\n')
    .map(line => (line.trim() === '' ? line : `*${escaped(line)}*`))
    .join('\n');
}

/** At most `max` UTF-16 units, the last one being `…` when something was cut; no character as people see it is torn apart. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, characterEnd(text, max - 1))}…`;
}

/**
 * Pieces of at most `max` units, cut behind a line end, a sentence or a space in the last third, else between two characters. Put together they
 * are the text again, but for pieces of nothing but space, which Slack refuses. `size` says how long a piece will be when it is written, such as after escaping.
 */
export function pieces(text: string, max: number, size: (piece: string) => number = piece => piece.length): string[] {
  const found: string[] = [];
  let rest = text;
  while (size(rest) > max) {
    let cut = cutPlace(rest, Math.min(max, rest.length));
    while (size(rest.slice(0, cut)) > max) cut = cutPlace(rest, Math.floor(cut / 2));
    found.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...found, rest].filter(piece => piece.trim() !== '');
}

function cutPlace(text: string, max: number): number {
  const window = text.slice(0, max);
  const sentenceEnd = Math.max(window.lastIndexOf('\n'), window.lastIndexOf('。'), window.lastIndexOf('. '));
  const end = [sentenceEnd, window.lastIndexOf(' ')].find(place => place > (max * 2) / 3);
  return end === undefined ? characterEnd(text, max) : end + 1;
}

/** The last place at or before `max` that is between two characters; a single one that is longer than that is cut all the same. */
function characterEnd(text: string, max: number): number {
  const from = Math.max(0, max - 64);
  const segments = [...new Intl.Segmenter().segment(text.slice(from, max + 64))];
  const last = segments.findLast(segment => from + segment.index <= max && segment.index > 0);
  if (last !== undefined) return from + last.index;
  // Half a surrogate pair would be no text at all.
  return /[\ud800-\udbff]/.test(text.charAt(max - 1)) && max > 1 ? max - 1 : max;
}
