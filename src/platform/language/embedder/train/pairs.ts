import type { IndexedGroup } from './corpus.ts';
import type { Random } from './random.ts';
import type { SourceName } from './sources/name-group.types.ts';

/** How many pairs of a group of each source an epoch takes: at most `most`, and for dictionaries only a share of the groups. */
export interface Sampling {
  readonly most: number;
  readonly share: number;
}

/** Draws an epoch's pairs (text, text, group), shuffled, a whole number of batches; the same seed and epoch give the same pairs. */
export function drawPairs(
  groups: readonly IndexedGroup[],
  sampling: Readonly<Record<SourceName, Sampling>>,
  batch: number,
  random: Random,
): Int32Array {
  const pairs: number[] = [];
  for (const group of groups) {
    const { most, share } = sampling[group.source];
    if (share === 1 || random.next() < share) drawFromGroup(group, most, random, pairs);
  }
  return shuffled(pairs, Math.floor(pairs.length / 3 / batch) * batch, random);
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

function shuffled(pairs: readonly number[], kept: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: pairs.length / 3 }, (_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const moved = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = moved;
  }
  const result = new Int32Array(3 * kept);
  for (let i = 0; i < kept; i++) for (let k = 0; k < 3; k++) result[3 * i + k] = pairs[3 * (order[i] ?? 0) + k] ?? 0;
  return result;
}

/** Most pairs that an epoch can have, for the memory plan. */
export function mostPairs(groups: readonly IndexedGroup[], sampling: Readonly<Record<SourceName, Sampling>>): number {
  return groups.reduce((sum, { source }) => sum + sampling[source].most, 0);
}
