/** Texts longer than this are read up to here: a vector of more says nothing more, and the time stays bounded. */
export const LONGEST_TEXT = 20_000;

/**
 * The one form in which texts are compared: NFKC (full width = half width), one case (upper, then lower: also ß = SS), no lone surrogates,
 * at most `LONGEST_TEXT` UTF-16 units.
 */
export function normalText(text: string): string {
  const bounded = text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
  return bounded.toWellFormed().normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
