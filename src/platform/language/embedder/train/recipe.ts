import type { Sampling } from './pairs.ts';
import type { SourceName } from './sources/name-group.types.ts';

/** Everything that decides what a training run gives, apart from its texts. */
export interface TrainOptions {
  readonly seed: number;
  readonly dimension: number;
  /** Most features with a row of their own, and the weighted number of texts that such a feature needs. */
  readonly known: number;
  readonly least: number;
  /** Rows that all other features share. */
  readonly shared: number;
  readonly batch: number;
  readonly epochs: number;
  readonly threads: number;
  /** Step size of Adagrad, from the first epoch to the last in a straight line. */
  readonly rate: number;
  readonly lastRate: number;
  readonly temperature: number;
  readonly dropout: number;
  readonly sampling: Readonly<Record<SourceName, Sampling>>;
}

/** How many times a source's texts count when the features with rows of their own are chosen. */
export const IMPORTANCE: Readonly<Record<SourceName, number>> = {
  onet: 8,
  'onet-task': 2,
  'esco-occupation': 8,
  'esco-skill': 8,
  'esco-link': 8,
  edict: 1,
  'edict-common': 3,
  synonyms: 1,
  'job-words': 8,
  rendered: 2,
  'rendered-group': 2,
  initials: 2,
  software: 2,
  wordnet: 1,
  company: 8,
};

const SAMPLING: Readonly<Record<SourceName, Sampling>> = {
  onet: { most: 24, share: 1, family: 'occupations' },
  'onet-task': { most: 18, share: 1, family: 'texts' },
  'esco-occupation': { most: 24, share: 1, family: 'occupations' },
  'esco-skill': { most: 24, share: 1, family: 'skills' },
  'esco-link': { most: 40, share: 1, family: 'texts' },
  edict: { most: 1, share: 0.15, family: 'general' },
  'edict-common': { most: 2, share: 0.6, family: 'general' },
  synonyms: { most: 2, share: 0.2, family: 'general' },
  'job-words': { most: 6, share: 1, family: 'words' },
  rendered: { most: 1, share: 0.5, family: 'words' },
  'rendered-group': { most: 8, share: 1, family: 'words' },
  initials: { most: 2, share: 0.5, family: 'words' },
  software: { most: 1, share: 0.3, family: 'skills' },
  wordnet: { most: 1, share: 0.3, family: 'general' },
  company: { most: 24, share: 1, family: 'words' },
};

export const RECIPE: Omit<TrainOptions, 'seed' | 'threads'> = {
  dimension: 256,
  known: 122_880,
  least: 2,
  shared: 8_192,
  batch: 1024,
  epochs: 14,
  rate: 0.05,
  lastRate: 0.01,
  temperature: 0.05,
  dropout: 0,
  sampling: SAMPLING,
};

/** Renderings of each English name into Japanese. */
export const RENDERINGS = 2;
