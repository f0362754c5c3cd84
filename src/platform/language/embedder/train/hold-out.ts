import { normalText } from '../../text-normal.ts';
import { createRandom } from './random.ts';
import type { NameGroup, SourceName } from './sources/name-group.types.ts';

export interface HoldOut {
  readonly trained: readonly NameGroup[];
  readonly held: readonly NameGroup[];
}

/** Sets a random share of the groups aside. */
export function holdOut(groups: readonly NameGroup[], share: number, seed: number): HoldOut {
  const random = createRandom(seed, 0x401d);
  const marks = groups.map(() => random.next() < share);
  return { trained: groups.filter((_, i) => !marks[i]), held: groups.filter((_, i) => marks[i]) };
}

/**
 * For each taxonomy: how well a preferred name is found among all preferred names of that taxonomy (held out or not) by the other names of the
 * things that were held out, with the embedder and with character TF-IDF. Mean reciprocal rank over the names and, because a few things
 * have most of the names, over the things. A name that several things bear is right for each of them.
 */
export function generalisation(
  embedOne: (text: string) => Float32Array,
  all: readonly NameGroup[],
  held: readonly NameGroup[],
): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const source of ['esco-occupation', 'onet', 'esco-skill'] satisfies SourceName[]) {
    const groups = all.filter(group => group.source === source && group.preferred !== undefined);
    const preferred = [...new Set(groups.map(nameOf))];
    const asked = held.filter(group => group.source === source);
    const bearers = bearersOf(groups, preferred);
    for (const [method, scoresOf] of [
      ['', denseScores(embedOne, preferred)],
      [' of character tf-idf', createCharacterTfIdf(preferred)],
    ] as const) {
      const { byName, byThing } = meanReciprocalRanks(asked, bearers, scoresOf);
      figures[`held-out ${source} mrr by name${method}`] = byName;
      figures[`held-out ${source} mrr by thing${method}`] = byThing;
    }
  }
  return figures;
}

type Scores = (query: string) => ArrayLike<number>;

function nameOf({ preferred }: NameGroup): string {
  return preferred ?? '';
}

/** The places in `preferred` of the things that bear a name. */
function bearersOf(groups: readonly NameGroup[], preferred: readonly string[]): ReadonlyMap<string, Set<number>> {
  const places = new Map(preferred.map((name, at) => [name, at]));
  const bearers = new Map<string, Set<number>>();
  for (const group of groups)
    for (const name of group.heads) {
      const key = normalText(name);
      bearers.set(key, (bearers.get(key) ?? new Set()).add(places.get(nameOf(group)) ?? 0));
    }
  return bearers;
}

function meanReciprocalRanks(
  asked: readonly NameGroup[],
  bearers: ReadonlyMap<string, ReadonlySet<number>>,
  scoresOf: Scores,
): { readonly byName: number; readonly byThing: number } {
  const things = asked.flatMap(group => {
    const others = group.heads.filter(name => name !== group.preferred);
    if (others.length === 0) return [];
    return [others.map(name => 1 / firstRank(scoresOf(name), bearers.get(normalText(name)) ?? new Set()))];
  });
  return { byName: mean(things.flat()), byThing: mean(things.map(mean)) };
}

function mean(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.length === 0 ? 0 : Math.round((10_000 * sum) / values.length) / 10_000;
}

function firstRank(scores: ArrayLike<number>, places: ReadonlySet<number>): number {
  return Math.min(...[...places].map(at => rankOf(scores, at)));
}

/** 1 for the best score; ties count half. */
function rankOf(scores: ArrayLike<number>, at: number): number {
  const own = scores[at] ?? 0;
  let rank = 1;
  for (let i = 0; i < scores.length; i++) {
    if (i === at) continue;
    const score = scores[i] ?? 0;
    if (score > own) rank += 1;
    else if (score === own) rank += 0.5;
  }
  return rank;
}

function denseScores(embedOne: (text: string) => Float32Array, texts: readonly string[]): Scores {
  const vectors = texts.map(embedOne);
  return query => {
    const vector = embedOne(query);
    return vectors.map(other => other.reduce((sum, value, k) => sum + value * (vector[k] ?? 0), 0));
  };
}

/** The baseline: 3–5-grams of the characters of each word with its boundaries, (1 + ln count) × ln(1 + texts / (1 + texts with the gram)), cosine. */
function createCharacterTfIdf(texts: readonly string[]): Scores {
  const counts = texts.map(gramCounts);
  const found = new Map<string, number>();
  for (const grams of counts) for (const gram of grams.keys()) found.set(gram, (found.get(gram) ?? 0) + 1);
  const weigh = (grams: ReadonlyMap<string, number>): Map<string, number> => {
    const weighted = [...grams].map(
      ([gram, count]) =>
        [gram, (1 + Math.log(count)) * Math.log(1 + texts.length / (1 + (found.get(gram) ?? 0)))] as const,
    );
    const length = Math.hypot(...weighted.map(([, weight]) => weight));
    return new Map(weighted.map(([gram, weight]) => [gram, weight / length]));
  };
  const postings = new Map<string, [number, number][]>();
  counts.forEach((grams, i) => {
    for (const [gram, weight] of weigh(grams)) postings.set(gram, [...(postings.get(gram) ?? []), [i, weight]]);
  });
  return query => {
    const scores = new Float64Array(texts.length);
    for (const [gram, weight] of weigh(gramCounts(query)))
      for (const [i, other] of postings.get(gram) ?? []) scores[i] = (scores[i] ?? 0) + weight * other;
    return scores;
  };
}

function gramCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of normalText(text).split(/[^\p{L}\p{N}]+/u)) {
    if (word === '') continue;
    const bounded = ` ${word} `;
    for (let length = 3; length <= 5; length++)
      for (let at = 0; at + length <= bounded.length; at++)
        counts.set(bounded.slice(at, at + length), (counts.get(bounded.slice(at, at + length)) ?? 0) + 1);
  }
  return counts;
}
