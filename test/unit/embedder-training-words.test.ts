import { describe, expect, it } from 'vitest';
import { readJobWords } from '../../src/platform/language/embedder/train/sources/job-words.ts';
import { normalText } from '../../src/platform/language/text-normal.ts';
import { readGoldSet } from '../evals/gold/gold-set.ts';

describe('the hand-written words that the embedder learns from', () => {
  it('hold no pair of names of the frozen half of the gold set', () => {
    const things = readJobWords().map(({ heads }) => new Set(heads.map(normalText)));
    const leaked = readGoldSet()
      .filter(name => name.split === 'test')
      .filter(({ ja, paraphrase, en }) => {
        const names = [...new Set([ja, paraphrase, en].map(normalText))];
        return things.some(thing => names.filter(name => thing.has(name)).length > 1);
      });
    expect(leaked.map(name => name.id)).toEqual([]);
  });

  it('name each thing in both languages', () => {
    for (const { key, heads } of readJobWords()) expect(heads.length, key).toBeGreaterThan(1);
  });
});
