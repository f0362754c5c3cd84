import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readExamples } from '../../src/conversation/runtime/examples.ts';
import { readTrainingSet } from '../../src/conversation/runtime/training-set.ts';
import { exampleIntents } from '../support/example-intents.ts';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const intents = exampleIntents();
const locales = ['ja', 'en'] as const;
/** Reached by a button of another answer only. */
const withoutSentences = ['choose-channel', 'report-missing', 'settle-oneonone-point', 'show-course'];

const bare = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

describe('the sentences that intents are learnt from', () => {
  it('stand beside every intent that is not reached by a button only', () => {
    const names = globSync('**/intents/*.intent.ts', { cwd: source }).map(path => basename(path, '.intent.ts'));
    const learnt = new Set(intents.map(({ name }) => name));
    expect(names.filter(name => !learnt.has(name)).sort()).toEqual(withoutSentences);
  });

  it.each(intents.map(({ name }) => name))('%s has at least thirty different ones in each language', name => {
    const file = intents.find(intent => intent.name === name)?.examples;
    const examples = file === undefined ? [] : readExamples(file);
    for (const locale of locales) {
      const texts = examples.filter(example => example.locale === locale).map(({ text }) => bare(text));
      expect(new Set(texts).size, locale).toBeGreaterThanOrEqual(30);
    }
  });

  it('what Michi does not do has both near misses and foreign sentences, thirty of each in each language', () => {
    const path = join(source, 'conversation/runtime/intents/out-of-scope.examples.txt');
    const counts = new Map<string, number>();
    let section = '';
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      section = /^# (near|foreign)\b/.exec(line)?.[1] ?? section;
      const key = `${section} ${line.slice(0, 2)}`;
      if (/^(?:ja|en)\t/.test(line)) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const key of ['near ja', 'near en', 'foreign ja', 'foreign en'])
      expect(counts.get(key), key).toBeGreaterThanOrEqual(30);
  });

  it('no sentence is an example of two intents', () => {
    const intentOf = new Map<string, string>();
    for (const { text, label } of readTrainingSet(intents, new Map(), 1).examples) {
      expect(intentOf.get(bare(text)) ?? label, text).toBe(label);
      intentOf.set(bare(text), label);
    }
  });

  it('none written by hand is a line of the evaluation', () => {
    const written = new Set(readTrainingSet(intents, new Map(), 1).examples.map(({ text }) => bare(text)));
    const count = (split: string) =>
      readFileSync(new URL(`../evals/routing/${split}.jsonl`, import.meta.url), 'utf8')
        .trim()
        .split('\n')
        .filter(line => written.has(bare(String(JSON.parse(line).text)))).length;
    expect({ dev: count('dev'), test: count('test') }).toEqual({ dev: 0, test: 0 });
  });

  it('are the same every time they are drawn', () => {
    expect(readTrainingSet(intents, new Map(), 3).drawn).toEqual(readTrainingSet(intents, new Map(), 3).drawn);
  });
});
