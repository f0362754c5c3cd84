/** Only this much of a sentence is looked at; the person is told when there was more. UTF-16 units. */
export const readableLength = 2_000;

// Zero-width, bidirectional and tag characters, variation selectors and other controls: they steer displays and hide text, and mean nothing.
const invisible = /\p{Cf}|\p{Cc}|\p{Variation_Selector}/gu;

// Tags come along when something is pasted; they say how a text looks.
const tag = /<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/gi;

export interface CleanText {
  /** NFKC, without invisible characters and tags of HTML, one space between words. */
  readonly text: string;
  /** More was written than was read. */
  readonly shortened: boolean;
}

export function cleanText(raw: string): CleanText {
  const shortened = raw.length > readableLength;
  // A cut through a surrogate pair leaves half a character, which toWellFormed replaces.
  const head = (shortened ? raw.slice(0, readableLength) : raw).toWellFormed();
  const text = head
    .replace(/[\n\r\t]+/g, ' ')
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(tag, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return { text: text.slice(0, readableLength), shortened };
}

/** Whether there is a letter or a digit to go on. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
