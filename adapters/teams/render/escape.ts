/**
 * Text in a card is Markdown and may hold date functions and, in Teams, mentions. Ours is none of it: every character that could begin one is
 * escaped, so that names and titles from outside stay what they are.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_{}[\]<>#~|]/g, '\\$&')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** Paragraphs and lines of a longer text, each escaped; a card breaks lines only between paragraphs. */
export function escapeParagraph(text: string): string {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(escapeMarkdown)
    .join('\n\n');
}

/** Line ends would begin a new Markdown block in the middle of a title. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\0', '')
    .replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}

/** At most `max` UTF-16 units, never half of what people see as one character; the sign at the end says that there is more. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, max + 64))) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Pieces of at most about `max` units: at a line end, a sentence end or a space in the last third, else between two characters. */
export function pieces(text: string, max: number): readonly string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const cut = cutPlace(rest, max);
    found.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...found, rest].filter(piece => piece.trim() !== '');
}

function cutPlace(text: string, max: number): number {
  const window = text.slice(0, max);
  const sentenceEnd = Math.max(window.lastIndexOf('\n'), window.lastIndexOf('。'), window.lastIndexOf('. '));
  const end = [sentenceEnd, window.lastIndexOf(' ')].find(place => place > (max * 2) / 3);
  if (end !== undefined) return end + 1;
  const from = Math.max(0, max - 64);
  const segments = [...new Intl.Segmenter().segment(text.slice(from, max + 64))];
  const last = segments.findLast(segment => segment.index > 0 && from + segment.index <= max);
  return last === undefined ? max : from + last.index;
}
