import type { Bilingual, Locale } from './locale.ts';

/**
 * The sentences of an area in both languages. Write `const ja = {…}` and `const en: typeof ja = {…}`, and hand both to `Messages<typeof ja>`:
 * a key that one language lacks, or has too much, is a type error.
 */
export type Messages<Shape> = Readonly<Record<Locale, Shape>>;

/** One sentence in both languages, for texts that outlive a turn, such as an intent's title. */
export function bilingual<Shape>(messages: Messages<Shape>, pick: (of: Shape) => string): Bilingual {
  return { ja: pick(messages.ja), en: pick(messages.en) };
}
