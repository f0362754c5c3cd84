import type { Intent } from '../contract/intent.ts';
import { collectNames, type Names } from './augment-examples.ts';
import { readExamples } from './examples.ts';
import { expandPatterns, readPatterns, readPhrases } from './patterns.ts';
import type { LabelledExample } from './slot-tagger.ts';

export interface TrainingSet {
  /** Written by hand. */
  readonly examples: readonly LabelledExample[];
  /** Drawn from the patterns. */
  readonly drawn: readonly LabelledExample[];
  readonly names: Names;
}

/** Reads the sentences of all intents. @throws AppError when a file is missing or has a bad line */
export function readTrainingSet(
  intents: readonly Pick<Intent, 'name' | 'examples'>[],
  given: Names,
  each: number,
): TrainingSet {
  const learnt = intents.flatMap(({ name, examples: file }) => (file === undefined ? [] : [{ name, file }]));
  const examples = learnt.flatMap(({ name, file }) => readExamples(file).map(example => ({ ...example, label: name })));
  const names = collectNames(examples, [readPhrases(new URL('names.txt', import.meta.url)), given]);
  const phrases = readPhrases(new URL('phrases.txt', import.meta.url));
  const drawn = learnt.flatMap(({ name, file }) =>
    expandPatterns(readPatterns(file), phrases, names, each).map(example => ({ ...example, label: name })),
  );
  return { examples, drawn, names };
}
