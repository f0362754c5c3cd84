/** In a text of up to this many UTF-16 units a full stop ends an abbreviation ("Sr. engineer"), not a sentence. */
const LONGEST_UNDIVIDED = 40;
const LONGEST_TITLE = 60;
const SENTENCE_END = /(?<=[.!?])\s+|(?<=。)|\n+/;

/** Whether a text looks like the name of something rather than like sentences about it. */
export function isTitle(text: string): boolean {
  return text.length <= LONGEST_TITLE && sentencesOf(text).length <= 1;
}

/** The sentences of a text in normal form. */
export function sentencesOf(normal: string): readonly string[] {
  if (normal.length <= LONGEST_UNDIVIDED) return [normal];
  return normal.split(SENTENCE_END).filter(sentence => sentence !== '');
}
