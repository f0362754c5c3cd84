import { AppError } from '../../../errors/app-error.ts';
import { createEncoder } from '../bundled-embedder.ts';
import { type Model, writeModel } from '../model-file.ts';
import { indexTexts } from './corpus.ts';
import { quantise } from './quantise.ts';
import { createRandom } from './random.ts';
import { IMPORTANCE, RECIPE, type TrainOptions } from './recipe.ts';
import { readJobWords } from './sources/job-words.ts';
import type { NameGroup } from './sources/name-group.types.ts';
import { type TrainHooks, type TrainStart, train } from './trainer.ts';

/** Mean reciprocal rank before and after, on the company's names that the run did not see and on the words of working life. */
export interface AdaptFigures {
  readonly queries: number;
  readonly before: number;
  readonly after: number;
  readonly generalBefore: number;
  readonly generalAfter: number;
}

export type AdaptOutcome =
  | { readonly kind: 'adapted'; readonly model: Model; readonly figures: AdaptFigures }
  | { readonly kind: 'refused'; readonly figures: AdaptFigures };

/** Every fifth thing with at least two names lends one of them to the test. */
const HELD_SHARE = 0.2;
const FEWEST_QUERIES = 10;
/** So many tell the figure to about a hundredth. */
const MOST_QUERIES = 500;
/** What the general words may lose: less than this is noise of the test. */
const GENERAL_LOSS = 0.01;
const EPOCHS = 6;
const RATE = 0.008;
const LARGEST_BATCH = 512;

/**
 * Continues the training of a model with a company's names, the words of working life mixed in so that they are not forgotten. The new model
 * is written only when it finds held-out names of the company at least as well as before and has not lost the general words.
 * @throws AppError `embedder.names-few` when there are too few names to train and test on.
 */
export async function adaptModel(
  model: Model,
  names: readonly NameGroup[],
  options: { seed: number; threads: number; out: string },
  hooks: TrainHooks = {},
): Promise<AdaptOutcome> {
  const general = readJobWords();
  const { trained, queries } = setNamesAside(names, options.seed);
  if (queries.length < FEWEST_QUERIES)
    throw new AppError('embedder.names-few', { detail: { queries: queries.length, needed: FEWEST_QUERIES } });
  const index = indexTexts([...trained, ...general], IMPORTANCE);
  const adapted = await continueTraining(model, index, options, hooks);
  const [before, after] = [createEncoder(model), createEncoder(adapted)];
  const figures: AdaptFigures = {
    queries: queries.length,
    before: findNames(before, trained, queries),
    after: findNames(after, trained, queries),
    generalBefore: findNames(before, general, firstToSecond(general)),
    generalAfter: findNames(after, general, firstToSecond(general)),
  };
  if (gotWorse(figures)) return { kind: 'refused', figures };
  const sources = [
    ...model.header.sources,
    { name: 'names of the company', version: 'adaptation', licence: 'of the company', groups: names.length },
  ];
  const complete = {
    ...adapted,
    header: { ...adapted.header, sources, figures: { ...model.header.figures, ...prefixed(figures) } },
  };
  writeModel(options.out, complete);
  return { kind: 'adapted', model: complete, figures };
}

/** Whether the new model must not replace the old one: the company's unseen names are found worse, or the general words are lost. */
export function gotWorse({ before, after, generalBefore, generalAfter }: Omit<AdaptFigures, 'queries'>): boolean {
  return after < before || generalAfter < generalBefore - GENERAL_LOSS;
}

async function continueTraining(
  model: Model,
  index: ReturnType<typeof indexTexts>,
  { seed, threads }: { seed: number; threads: number },
  hooks: TrainHooks,
): Promise<Model> {
  const { dimension, shared } = model.header;
  const sampling = {
    ...RECIPE.sampling,
    company: { most: 12, share: 1, family: 'words' as const },
    'job-words': { most: 3, share: 1, family: 'words' as const },
  };
  const expected = index.groups.reduce(
    (sum, group) => sum + Math.min(sampling[group.source].most, group.heads.length),
    0,
  );
  const batch = Math.max(16, Math.min(LARGEST_BATCH, Math.floor(expected / 8) * 4));
  const options: TrainOptions = {
    ...RECIPE,
    seed,
    threads,
    dimension,
    shared,
    batch,
    epochs: EPOCHS,
    rate: RATE,
    lastRate: RATE / 4,
    dropout: 0,
    sampling,
  };
  const start = toStart(model);
  const state = await train(index, options, { ...hooks, start });
  return quantise({ known: start.known, table: state.table, weights: state.weights }, model, {
    ...model.header,
    dimension,
    shared,
    seed,
  });
}

/** The rows as numbers again, divided by their mean length, which becomes the weight of all. */
function toStart({ header, known, scales, rows }: Model): TrainStart {
  const { dimension } = header;
  const table = new Float32Array(rows.length);
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = (rows[i] ?? 0) * (scales[Math.floor(i / dimension)] ?? 0);
    table[i] = value;
    sum += value * value;
  }
  const length = Math.sqrt(sum / scales.length);
  for (let i = 0; i < table.length; i++) table[i] = (table[i] ?? 0) / length;
  return { known, table, weights: new Float32Array(scales.length).fill(length) };
}

interface Query {
  readonly name: string;
  readonly key: string;
}

function setNamesAside(names: readonly NameGroup[], seed: number): { trained: NameGroup[]; queries: Query[] } {
  const random = createRandom(seed, 0xada);
  const queries: Query[] = [];
  const trained = names.map(group => {
    if (group.heads.length < 2 || random.next() >= HELD_SHARE) return group;
    const at = random.below(group.heads.length);
    queries.push({ name: group.heads[at] ?? '', key: group.key });
    const left = group.heads.filter((_, i) => i !== at);
    return { ...group, heads: left, tails: left };
  });
  return { trained, queries };
}

function firstToSecond(groups: readonly NameGroup[]): Query[] {
  return groups.map(({ heads, key }) => ({ name: heads[0] ?? '', key }));
}

/**
 * Mean reciprocal rank of the first other name with the query's key among all names; a name equal to the query does not count. Of many
 * queries an even sample is asked.
 */
function findNames(
  embedOne: (text: string) => Float32Array,
  groups: readonly NameGroup[],
  queries: readonly Query[],
): number {
  const corpus = groups.flatMap(({ heads, key }) => heads.map(name => ({ name, key, vector: embedOne(name) })));
  const every = Math.max(1, Math.floor(queries.length / MOST_QUERIES));
  const asked = queries.filter((_, at) => at % every === 0);
  const sum = asked.reduce((total, query) => total + reciprocalRank(embedOne(query.name), query, corpus), 0);
  return Math.round((1000 * sum) / Math.max(1, asked.length)) / 1000;
}

function reciprocalRank(
  vector: Float32Array,
  { name, key }: Query,
  corpus: readonly { readonly name: string; readonly key: string; readonly vector: Float32Array }[],
): number {
  let best = Number.NEGATIVE_INFINITY;
  const others: number[] = [];
  for (const entry of corpus) {
    if (entry.name === name) continue;
    const score = dot(vector, entry.vector);
    if (entry.key === key) best = Math.max(best, score);
    else others.push(score);
  }
  return best === Number.NEGATIVE_INFINITY ? 0 : 1 / (1 + others.filter(score => score >= best).length);
}

function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < left.length; k++) sum += (left[k] ?? 0) * (right[k] ?? 0);
  return sum;
}

function prefixed({ queries, before, after }: AdaptFigures): Record<string, number> {
  return { 'adaptation queries': queries, 'adaptation mrr before': before, 'adaptation mrr after': after };
}
