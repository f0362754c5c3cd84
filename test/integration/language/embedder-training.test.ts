import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBundledEmbedder } from '../../../src/platform/language/embedder/bundled-embedder.ts';
import { readModel } from '../../../src/platform/language/embedder/model-file.ts';
import { adaptModel, gotWorse } from '../../../src/platform/language/embedder/train/adapt.ts';
import { createRandom } from '../../../src/platform/language/embedder/train/random.ts';
import type { Sources } from '../../../src/platform/language/embedder/train/read-sources.ts';
import { RECIPE, type TrainOptions } from '../../../src/platform/language/embedder/train/recipe.ts';
import { readCompanyNames } from '../../../src/platform/language/embedder/train/sources/company-names.ts';
import type { NameGroup } from '../../../src/platform/language/embedder/train/sources/name-group.types.ts';
import { trainModel } from '../../../src/platform/language/embedder/train/train-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'michi-training-'));
const options: TrainOptions = {
  ...RECIPE,
  seed: 7,
  threads: 1,
  dimension: 16,
  known: 2_000,
  shared: 64,
  batch: 64,
  epochs: 3,
};

/** Forty occupations whose names share nothing: only training can bring them together. */
const occupations: readonly NameGroup[] = Array.from({ length: 240 }, (_, n) => {
  const word = (part: number) => createRandom(n, part).below(1e9).toString(36);
  const heads = [`${word(1)} ${word(2)}`, `${word(3)}`, `${word(4)} ${word(5)}`];
  return { source: 'onet', key: `occupation-${n}`, heads, tails: heads, preferred: heads[0] ?? '' };
});
const sources: Sources = { taxonomy: occupations, linked: [], words: [], records: [], render: () => [] };

function cosine(embedOne: (text: string) => Float32Array, left: string, right: string): number {
  const other = embedOne(right);
  return embedOne(left).reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}

describe('training', () => {
  it('gives the same file with the same seed, whatever the number of threads', async () => {
    const [one, two, again] = [join(folder, 'one.bin'), join(folder, 'two.bin'), join(folder, 'again.bin')];
    await trainModel(sources, options, 0, one, {});
    await trainModel(sources, { ...options, threads: 2 }, 0, two, {});
    await trainModel(sources, { ...options, seed: 8 }, 0, again, {});
    expect(readFileSync(two).equals(readFileSync(one))).toBe(true);
    expect(readFileSync(again).equals(readFileSync(one))).toBe(false);
  });

  it('that was interrupted goes on from its last whole epoch to the same file', async () => {
    const [whole, resumed] = [join(folder, 'whole.bin'), join(folder, 'resumed.bin')];
    const path = join(folder, 'checkpoint');
    await trainModel(sources, options, 0, whole, {});
    const stop = trainModel(sources, options, 0, resumed, {
      checkpoint: { path, resume: false },
      onEpochEnd: epochs => {
        if (epochs === 2) throw new Error('interrupted');
      },
    });
    await expect(stop).rejects.toThrow('interrupted');
    const seen: number[] = [];
    await trainModel(sources, options, 0, resumed, {
      checkpoint: { path, resume: true },
      onEpochEnd: epochs => void seen.push(epochs),
    });
    expect(seen).toEqual([3]);
    expect(readFileSync(resumed).equals(readFileSync(whole))).toBe(true);
  });

  it('refuses the checkpoint of another run', async () => {
    const path = join(folder, 'foreign-checkpoint');
    await trainModel(sources, options, 0, join(folder, 'first.bin'), { checkpoint: { path, resume: false } });
    const other = trainModel(sources, { ...options, rate: 0.01 }, 0, join(folder, 'second.bin'), {
      checkpoint: { path, resume: true },
    });
    await expect(other).rejects.toMatchObject({ code: 'embedder.checkpoint-foreign' });
  });

  it('brings the names of one thing together', async () => {
    const path = join(folder, 'learnt.bin');
    await trainModel(sources, { ...options, epochs: 8 }, 0, path, {});
    const { embedOne } = createBundledEmbedder({ path });
    const likeness = occupations.map(({ heads: [first = '', second = ''] }) => cosine(embedOne, first, second));
    expect(likeness.reduce((sum, value) => sum + value, 0) / likeness.length).toBeGreaterThan(0.6);
  });

  it('with a held-out share tells how well unseen names are found, beside character TF-IDF', async () => {
    const model = await trainModel(sources, options, 0.2, join(folder, 'held.bin'), {});
    expect(Object.keys(model.header.figures)).toEqual(
      expect.arrayContaining(['held-out onet mrr by thing', 'held-out onet mrr by thing of character tf-idf']),
    );
  });
});

describe('adaptation to the names of a company', () => {
  const words = ['青葉', '若竹', '白樺', '紅梅', '水仙', '山吹', '木蓮', '桔梗', '芙蓉', '楓', '欅', '檜'];
  const things = ['設計', '営業', '開発', '保守', '検査', '教育'];
  /** In this company every department has a flower's name, in Japanese and English texts alike. */
  const rows = words.flatMap((word, at) =>
    things.flatMap((thing, n) => [
      [`k${at}-${n}`, 'ja', `${word}グループの${thing}担当`],
      [`k${at}-${n}`, 'ja', `第${at + 1}部${thing}担当`],
      [`k${at}-${n}`, 'en', `Division ${at + 1} ${thing} staff`],
    ]),
  );

  it('finds held-out names better than before, gets an id of its own and says from what it was made', async () => {
    const file = join(folder, 'names.csv');
    writeFileSync(file, `\ufeffkey,locale,name\n${rows.map(row => row.join(',')).join('\n')}\n`);
    const bundled = readModel(createBundledEmbedder().path);
    const out = join(folder, 'adapted.bin');
    const outcome = await adaptModel(bundled, readCompanyNames(file), { seed: 1, threads: 2, out });
    expect(outcome.kind, JSON.stringify(outcome.figures)).toBe('adapted');
    expect(outcome.figures.after).toBeGreaterThan(outcome.figures.before);
    expect(outcome.figures.generalAfter).toBeGreaterThan(outcome.figures.generalBefore - 0.011);
    const adapted = readModel(out).header;
    expect(adapted.id).not.toBe(bundled.header.id);
    expect(adapted.sources.at(-1)?.name).toBe('names of the company');
  }, 240_000);

  it.each([
    ['the company’s names are found worse', { before: 0.5, after: 0.49, generalBefore: 0.7, generalAfter: 0.8 }, true],
    ['the general words are lost', { before: 0.5, after: 0.9, generalBefore: 0.7, generalAfter: 0.68 }, true],
    ['both are as before', { before: 0.5, after: 0.5, generalBefore: 0.7, generalAfter: 0.7 }, false],
    ['the general words differ by noise', { before: 0.5, after: 0.6, generalBefore: 0.7, generalAfter: 0.695 }, false],
  ])('got worse or not when %s', (_, figures, worse) => {
    expect(gotWorse(figures)).toBe(worse);
  });

  it('asks for more names when there are too few to test on', async () => {
    const few: NameGroup[] = [{ source: 'company', key: 'a', heads: ['a', 'b'], tails: ['a', 'b'] }];
    const bundled = readModel(createBundledEmbedder().path);
    await expect(adaptModel(bundled, few, { seed: 1, threads: 1, out: join(folder, 'x') })).rejects.toMatchObject({
      code: 'embedder.names-few',
    });
  });
});
