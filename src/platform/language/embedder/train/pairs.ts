import type { IndexedGroup } from './corpus.ts';
import type { Random } from './random.ts';
import type { SourceName } from './sources/name-group.types.ts';

/** How many pairs of a group of each source an epoch takes: at most `most`, and for dictionaries only a share of the groups. */
export interface Sampling {
  readonly most: number;
  readonly share: number;
  /** Names of one family are each other's negatives in most batches; texts are told apart from everything. */
  readonly family: 'occupations' | 'skills' | 'general' | 'words' | 'texts';
}

/** Share of the names that goes into mixed batches, with the texts. */
const MIXED_SHARE = 0.3;

/**
 * Draws an epoch's pairs (text, text, group), a whole number of batches; the same seed and epoch give the same pairs. Most batches hold names of
 * one family, because names of the same sort are the negatives that teach most; the others are mixed, so that texts meet names of all sorts.
 */
export function drawPairs(
  groups: readonly IndexedGroup[],
  sampling: Readonly<Record<SourceName, Sampling>>,
  batch: number,
  random: Random,
): Int32Array {
  const families = new Map<string, number[]>();
  for (const group of groups) {
    const { most, share, family } = sampling[group.source];
    const own = families.get(family) ?? [];
    families.set(family, own);
    if (share === 1 || random.next() < share) drawFromGroup(group, most, random, own);
  }
  const rest: number[] = [];
  const batches: number[][] = [];
  for (const [family, pairs] of families) {
    const share = family === 'texts' ? 1 : MIXED_SHARE;
    const mixed = 3 * Math.floor((pairs.length / 3) * share);
    const order = shuffled(pairs, 3, random);
    for (const number of order.slice(0, mixed)) rest.push(number);
    for (const number of cut(order.slice(mixed), 3 * batch, batches)) rest.push(number);
  }
  cut(shuffled(rest, 3, random), 3 * batch, batches);
  return Int32Array.from(shuffled(batches.flat(), 3 * batch, random));
}

/** At most half of a group's possible pairs, so that a small group is not seen over and over. */
function drawFromGroup({ thing, heads, tails }: IndexedGroup, most: number, random: Random, into: number[]): void {
  const possible = heads.length * tails.length - (sameTexts(heads, tails) ? heads.length : 0);
  const count = Math.min(most, Math.max(1, Math.ceil(possible / 2)));
  for (let i = 0; i < count; i++) {
    const left = heads[random.below(heads.length)] ?? 0;
    const right = tails[random.below(tails.length)] ?? 0;
    if (left === right) continue;
    if (random.next() < 0.5) into.push(left, right, thing);
    else into.push(right, left, thing);
  }
}

function sameTexts(heads: Int32Array, tails: Int32Array): boolean {
  return heads[0] === tails[0];
}

/** Cuts off whole pieces of `length` numbers and returns what is left over. */
function cut(numbers: readonly number[], length: number, into: number[][]): readonly number[] {
  const whole = numbers.length - (numbers.length % length);
  for (let at = 0; at < whole; at += length) into.push(numbers.slice(at, at + length));
  return numbers.slice(whole);
}

/** The pieces of `length` numbers in random order (Fisher and Yates). */
function shuffled(numbers: readonly number[], length: number, random: Random): number[] {
  const order = Int32Array.from({ length: numbers.length / length }, (_, piece) => piece);
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return Array.from(numbers, (_, at) => numbers[(order[Math.floor(at / length)] ?? 0) * length + (at % length)] ?? 0);
}

/** Most pairs that an epoch can have, for the memory plan. */
export function mostPairs(groups: readonly IndexedGroup[], sampling: Readonly<Record<SourceName, Sampling>>): number {
  return groups.reduce((sum, { source }) => sum + sampling[source].most, 0);
}
