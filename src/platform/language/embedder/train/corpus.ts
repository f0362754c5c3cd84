import { normalText } from '../../text-normal.ts';
import { eachFeature } from '../features.ts';
import type { RowTable } from '../row-table.ts';
import { MOST_FEATURES } from './memory-layout.ts';
import type { NameGroup, SourceName } from './sources/name-group.types.ts';

/** A group with its names as numbers of texts. */
export interface IndexedGroup {
  readonly source: SourceName;
  /** Number of the key: groups of one key are never each other's negatives. */
  readonly thing: number;
  readonly heads: Int32Array;
  readonly tails: Int32Array;
}

export interface TextIndex {
  readonly texts: readonly string[];
  /** How much each text counts when the features with rows of their own are chosen. */
  readonly importance: Float32Array;
  readonly groups: readonly IndexedGroup[];
}

/** Numbers the distinct texts (in normal form) of the groups; groups without a pair are left out. */
export function indexTexts(
  groups: readonly NameGroup[],
  sourceImportance: Readonly<Record<SourceName, number>>,
): TextIndex {
  const numbers = new Map<string, number>();
  const importance: number[] = [];
  const numberOf = (text: string, source: SourceName): number => {
    const normal = normalText(text);
    const number = numbers.get(normal) ?? numbers.size;
    numbers.set(normal, number);
    importance[number] = Math.max(importance[number] ?? 0, sourceImportance[source]);
    return number;
  };
  const distinct = (texts: readonly string[], source: SourceName): Int32Array =>
    Int32Array.from(new Set(texts.map(text => numberOf(text, source))));
  const things = new Map<string, number>();
  const thingOf = (key: string): number => {
    const thing = things.get(key) ?? things.size;
    things.set(key, thing);
    return thing;
  };
  const indexed = groups.map(({ source, key, heads, tails }) => ({
    source,
    thing: thingOf(key),
    heads: distinct(heads, source),
    tails: distinct(tails, source),
  }));
  return {
    texts: [...numbers.keys()],
    importance: Float32Array.from(importance),
    groups: indexed.filter(({ heads, tails }) => tails.length > 1 || (heads.length > 0 && heads[0] !== tails[0])),
  };
}

/** The `most` features with the largest weighted number of texts, at least `least`; ascending fingerprints. */
export function chooseFeatures({ texts, importance }: TextIndex, most: number, least: number): Uint32Array {
  const slots = 1 << 24;
  const keys = new Uint32Array(slots);
  const sums = new Float32Array(slots);
  texts.forEach((text, number) => {
    const weight = importance[number] ?? 0;
    eachFeature(text, fingerprint => {
      let slot = fingerprint & (slots - 1);
      while (keys[slot] !== 0 && keys[slot] !== fingerprint) slot = (slot + 1) & (slots - 1);
      keys[slot] = fingerprint;
      sums[slot] = (sums[slot] ?? 0) + weight;
    });
  });
  const threshold = Math.max(least, smallestOfLargest(sums, most));
  const chosen: number[] = [];
  for (let slot = 0; slot < slots && chosen.length < most; slot++)
    if ((sums[slot] ?? 0) >= threshold) chosen.push(keys[slot] ?? 0);
  return Uint32Array.from(chosen).sort();
}

function smallestOfLargest(sums: Float32Array, most: number): number {
  const sorted = sums.filter(sum => sum > 0).sort();
  return sorted[Math.max(0, sorted.length - most)] ?? 0;
}

/** The rows of each text: `features[starts[t] … starts[t + 1])`, the row in the lower 24 bits, its count (at most 255) above. */
export interface FeatureLists {
  readonly starts: Uint32Array;
  readonly features: Uint32Array;
}

export function listFeatures(texts: readonly string[], table: RowTable): FeatureLists {
  const starts = new Uint32Array(texts.length + 1);
  let features = new Uint32Array(1 << 22);
  let length = 0;
  texts.forEach((text, number) => {
    const counts = new Map<number, number>();
    eachFeature(text, fingerprint => {
      const row = table.rowOf(fingerprint);
      counts.set(row, (counts.get(row) ?? 0) + 1);
    });
    if (length + counts.size > features.length) features = grow(features);
    const end = length + Math.min(MOST_FEATURES, counts.size);
    for (const [row, count] of counts) {
      if (length === end) break;
      features[length++] = row | (Math.min(count, 255) << 24);
    }
    starts[number + 1] = length;
  });
  return { starts, features: features.subarray(0, length) };
}

function grow(features: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(features.length * 2);
  larger.set(features);
  return larger;
}

/** ln(texts / texts with the row), at least a little above 0; the starting weight of each row. */
export function inverseFrequencies({ starts, features }: FeatureLists, rows: number): Float32Array {
  const texts = starts.length - 1;
  const seen = new Uint32Array(rows);
  for (const feature of features) seen[feature & 0xffffff] = (seen[feature & 0xffffff] ?? 0) + 1;
  return Float32Array.from(seen, count => Math.log(1 + texts / (1 + count)));
}
