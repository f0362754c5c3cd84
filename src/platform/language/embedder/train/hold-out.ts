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
 * For each taxonomy: mean reciprocal rank of the preferred name among all preferred names of that taxonomy (held out or not), asked with the
 * other names of the groups that were held out; with the embedder and with character TF-IDF.
 */
export function generalisation(
  embedOne: (text: string) => Float32Array,
  all: readonly NameGroup[],
  held: readonly NameGroup[],
): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const source of ['esco-occupation', 'onet', 'esco-skill'] satisfies SourceName[]) {
    const preferred = all.flatMap(group => (group.source === source && group.preferred ? [group.preferred] : []));
    const asked = held.filter(group => group.source === source);
    const tfIdf = createCharacterTfIdf(preferred);
    figures[`held-out ${source} mrr`] = meanReciprocalRank(asked, preferred, denseScores(embedOne, preferred));
    figures[`held-out ${source} mrr of character tf-idf`] = meanReciprocalRank(asked, preferred, tfIdf);
  }
  return figures;
}

type Scores = (query: string) => ArrayLike<number>;

function meanReciprocalRank(asked: readonly NameGroup[], preferred: readonly string[], scoresOf: Scores): number {
  let sum = 0;
  let queries = 0;
  for (const { heads, preferred: answer } of asked) {
    const at = preferred.indexOf(answer ?? '');
    for (const name of heads) {
      if (name === answer) continue;
      sum += 1 / rankOf(scoresOf(name), at);
      queries += 1;
    }
  }
  return queries === 0 ? 0 : Math.round((1000 * sum) / queries) / 1000;
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
