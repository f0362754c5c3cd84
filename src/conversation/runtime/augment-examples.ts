import { seededRandom } from '../../platform/language/classifier-regression.ts';
import type { SlotName } from '../contract/intent.ts';
import type { Span } from './examples.ts';
import type { LabelledExample } from './slot-tagger.ts';

/** Other names for a slot, such as those of the catalogue; by locale. */
export type Names = ReadonlyMap<string, readonly string[]>;

export function nameKey(slot: SlotName, locale: string): string {
  return `${locale} ${slot === 'role2' ? 'role' : slot}`;
}

/** Every name that the examples mention, and the given ones. */
export function collectNames(examples: readonly LabelledExample[], given: readonly Names[]): Names {
  const names = new Map<string, Set<string>>();
  for (const { locale, text, spans } of examples) {
    for (const { slot, start, end } of spans) {
      const key = nameKey(slot, locale);
      names.set(key, (names.get(key) ?? new Set()).add(text.slice(start, end)));
    }
  }
  for (const [key, more] of given.flatMap(each => [...each]))
    names.set(key, new Set([...(names.get(key) ?? []), ...more]));
  return new Map([...names].map(([key, set]) => [key, [...set]]));
}

/**
 * Each example with names in it `copies` times more, with other names: what is learnt is the sentence around a name, not the name.
 * Half of the names are made up, so that names that nobody has seen are found too. Drawn with a seed; the result is the same every time.
 */
export function augment(
  examples: readonly LabelledExample[],
  names: Names,
  copies: number,
): readonly LabelledExample[] {
  const random = seededRandom(7);
  const withNames = examples.filter(({ spans }) => spans.length > 0);
  const renamedCopies = Array.from({ length: copies }, () => withNames.map(example => renamed(example, names, random)));
  return [examples, ...renamedCopies].flat();
}

function renamed(example: LabelledExample, names: Names, random: () => number): LabelledExample {
  const spans: Span[] = [];
  let text = '';
  let from = 0;
  for (const { start, end, slot } of example.spans) {
    text += example.text.slice(from, start);
    const name = otherName(
      example.text.slice(start, end),
      slot,
      names.get(nameKey(slot, example.locale)) ?? [],
      random,
    );
    spans.push({ start: text.length, end: text.length + name.length, slot });
    text += name;
    from = end;
  }
  return { ...example, text: text + example.text.slice(from), spans };
}

/** Slots whose names are an open set; levels, ranks and languages are few and known. */
const openSlots: ReadonlySet<SlotName> = new Set<SlotName>(['role', 'role2', 'skill', 'place']);

function otherName(given: string, slot: SlotName, pool: readonly string[], random: () => number): string {
  const drawn = pool[Math.floor(random() * pool.length)] ?? given;
  if (!openSlots.has(slot) || random() < 0.5) return drawn;
  return /\p{Script=Latin}/u.test(drawn) ? madeUpLatin(drawn, random) : madeUpJapanese(drawn, random);
}

const syllables = 'ba ke mi ro tu san del fer gon lat mar nis pol ter vin qua st pri log tec ing ment'.split(' ');

/** One to three invented words, now and then joined with a sign, and often the last word of a real name: "delmarpri engineer". */
function madeUpLatin(drawn: string, random: () => number): string {
  const word = () =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => syllables[Math.floor(random() * syllables.length)]).join(
      '',
    );
  const words = Array.from({ length: 1 + Math.floor(random() * 3) }, word).join(random() < 0.1 ? '-' : ' ');
  const signed = random() < 0.08 ? words.replace(' ', ' & ') : words;
  return random() < 0.4 ? `${signed} ${drawn.split(' ').at(-1) ?? ''}` : signed;
}

/** Invented kanji or katakana, often with the end of a real name. */
function madeUpJapanese(drawn: string, random: () => number): string {
  const length = 2 + Math.floor(random() * 4);
  const [first, range] = random() < 0.5 ? [0x4e00, 0x4000] : [0x30a2, 0x30ed - 0x30a2];
  const invented = String.fromCodePoint(...Array.from({ length }, () => first + Math.floor(random() * range)));
  return random() < 0.4 ? invented + drawn.slice(-2) : invented;
}
