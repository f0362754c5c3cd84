export const locales = ['ja', 'en'] as const;
export type Locale = (typeof locales)[number];

/** A text that exists in both languages; where only one is known, both carry it. */
export type Bilingual = Readonly<Record<Locale, string>>;
