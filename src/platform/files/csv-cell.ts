/**
 * Controls, zero-width characters, direction marks and tags: nobody sees them, they make equal keys differ, and they turn what is shown
 * around. The two joiners stay, because scripts of India and emoji need them.
 */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it takes out
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** What a spreadsheet takes for the beginning of a formula, half and full width, behind any number of quotes. */
const formula = /^'*[=+\-@\t\r＝＋－＠]/;

/** A cell on its way into a file that people open in a spreadsheet: a leading quote keeps a formula from running. */
export function guardCell(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** A cell as it is meant: without what is invisible, the spaces around it and the quote of `guardCell`. */
export function cleanCell(raw: string): string {
  const text = raw.replace(invisible, '').trim();
  return text.startsWith("'") && formula.test(text) ? text.slice(1) : text;
}

/** Texts in one cell, separated by `;`. A separator or a backslash that belongs to a text stands behind a backslash. */
export function joinList(texts: readonly string[]): string {
  return texts.map(text => text.replace(/[\\;；]/g, '\\$&')).join(';');
}

export function splitList(cell: string): readonly string[] {
  const parts = cell.match(/(?:\\[\\;；]|[^;；])+/g) ?? [];
  return parts.map(part => part.replace(/\\([\\;；])/g, '$1').trim()).filter(part => part !== '');
}
