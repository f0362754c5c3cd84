import type { PersonName } from '../people/people.types.ts';

/**
 * Those whom a sentence names by family name, given name or both, in any script; whoever is named by more of their name comes before others of
 * the same name. Empty when nobody is named.
 */
export function namedIn<Of extends { readonly name: PersonName }>(
  sentence: string,
  people: readonly Of[],
): readonly Of[] {
  const text = normal(sentence);
  const counted = people.map(one => ({ one, parts: partsOf(one.name).filter(forms => isSaid(text, forms)).length }));
  const most = Math.max(0, ...counted.map(({ parts }) => parts));
  return most === 0 ? [] : counted.filter(({ parts }) => parts === most).map(({ one }) => one);
}

/** Family name and given name, each as it is written in every script that is known. */
function partsOf(name: PersonName): readonly (readonly string[])[] {
  const { family, given, familyKana, givenKana, familyLatin, givenLatin } = name;
  return [
    [family, familyKana ?? '', familyLatin],
    [given, givenKana ?? '', givenLatin],
  ];
}

function isSaid(text: string, forms: readonly string[]): boolean {
  return forms.map(normal).some(form => form !== '' && isNameIn(text, form));
}

/** Latin names are whole words. One character alone may be a part of any other name or word, so it needs an honorific. */
function isNameIn(text: string, form: string): boolean {
  if (/^\p{Script=Latin}/u.test(form)) return wordsOf(text).includes(form);
  if ([...form].length > 1) return text.includes(form);
  return ['さん', 'くん', '君'].some(after => standsAlone(text, form + after));
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{M}'-]+/u).map(word => word.replace(/'s$/, ''));
}

function standsAlone(text: string, words: string): boolean {
  const at = text.indexOf(words);
  return at === 0 || (at > 0 && !/\p{Script=Han}/u.test(text[at - 1] ?? ''));
}

function normal(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('’', "'");
}
