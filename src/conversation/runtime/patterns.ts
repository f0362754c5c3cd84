import { existsSync, readFileSync } from 'node:fs';
import { AppError } from '../../platform/errors/app-error.ts';
import { seededRandom } from '../../platform/language/classifier-regression.ts';
import { type Names, nameKey } from './augment-examples.ts';
import { type Example, parseExamples, slotNameOf } from './examples.ts';

/** Alternatives by locale and name: `en show` → "show me", "give me" … The names to practise with have the same form. */
export type Phrases = ReadonlyMap<string, readonly string[]>;

export function readPhrases(file: URL): Phrases {
  const phrases = new Map<string, readonly string[]>();
  const lines = readFileSync(file, 'utf8').normalize('NFKC').split(/\r?\n/);
  for (const line of lines.filter(text => text !== '' && !text.startsWith('#'))) {
    const [locale = '', name = '', alternatives = ''] = line.split('\t');
    const key = `${locale} ${name}`;
    phrases.set(key, [...(phrases.get(key) ?? []), ...alternatives.split('|')]);
  }
  return phrases;
}

/** The patterns stand beside the examples: `show-skill.examples.txt`, `show-skill.patterns.txt`. Empty when there are none. */
export function readPatterns(examples: URL): string {
  const file = new URL(examples.href.replace(/\.examples\.txt$/, '.patterns.txt'));
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/**
 * Sentences from patterns, at most `each` different ones a line: `{a|b}` is one of them, `$name` a shared turn of phrase, `[@](slot)` some
 * name of that slot. Drawn with a seed: the same every time.
 * @throws AppError `language.pattern-invalid`
 */
export function expandPatterns(source: string, phrases: Phrases, names: Names, each: number): readonly Example[] {
  const random = seededRandom(11);
  const draw = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const lines = source.split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#'));
  return lines.flatMap(line => {
    const [locale = '', pattern = ''] = line.split('\t');
    const phrase = (name: string) => phrases.get(`${locale} ${name}`) ?? missing(name);
    const drawn = Array.from(
      { length: each },
      () => `${locale}\t${tidy(fillNames(choose(pattern, phrase, draw), locale, names, draw))}`,
    );
    return parseExamples([...new Set(drawn)].join('\n'), 'patterns');
  });
}

function missing(name: string): never {
  throw new AppError('language.pattern-invalid', { detail: { phrase: name } });
}

/** Phrases first, since they may hold alternatives and stand in them; then the innermost alternatives until none is left. */
function choose(
  pattern: string,
  phrase: (name: string) => readonly string[],
  draw: (list: readonly string[]) => string,
): string {
  let text = pattern.replace(/\$([a-z]+)/g, (_, name: string) => draw(phrase(name)));
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\{([^{}]*)\}/g, (_, alternatives: string) => draw(alternatives.split('|')));
  }
  return text;
}

function fillNames(text: string, locale: string, names: Names, draw: (list: readonly string[]) => string): string {
  return text.replace(/\[@\]\(([a-z0-9]+)\)/g, (_, slot: string) => {
    const name = draw(names.get(nameKey(slotNameOf(slot), locale)) ?? []).replace(/[[\]()]/g, '');
    return name === '' ? '' : `[${name}](${slot})`;
  });
}

function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\s+([?,.;])/g, '$1')
    .trim();
}
