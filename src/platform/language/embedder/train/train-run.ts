import { createEncoder } from '../bundled-embedder.ts';
import { type Model, writeModel } from '../model-file.ts';
import { indexTexts } from './corpus.ts';
import { generalisation, holdOut } from './hold-out.ts';
import { quantise } from './quantise.ts';
import { createRandom } from './random.ts';
import type { Sources } from './read-sources.ts';
import { IMPORTANCE, type TrainOptions } from './recipe.ts';
import { termTable } from './term-table.ts';
import { type TrainHooks, train } from './trainer.ts';

/**
 * Trains on the sources and writes the model file. With a held-out share the figures of names that training never saw go into the header;
 * without, all names are used and there are none.
 */
export async function trainModel(
  sources: Sources,
  options: TrainOptions,
  share: number,
  out: string,
  hooks: TrainHooks,
): Promise<Model> {
  const { trained, held } = holdOut(sources.taxonomy, share, options.seed);
  const absent = new Set(held.map(group => group.key));
  const linked = sources.linked.filter(group => !absent.has(group.key));
  const rendered = sources.render(trained, createRandom(options.seed, 0x7e4d));
  const index = indexTexts([...trained, ...linked, ...sources.words, ...rendered], IMPORTANCE);
  const state = await train(index, options, hooks);
  const { dimension, shared, seed } = options;
  const { rarest, ...lexicon } = termTable(index.texts);
  const header = { dimension, shared, seed, rarest, sources: sources.records, figures: {} };
  const model = quantise(state, lexicon, header);
  const figures = held.length === 0 ? {} : generalisation(createEncoder(model), sources.taxonomy, held);
  const complete = { ...model, header: { ...model.header, figures } };
  writeModel(out, complete);
  return complete;
}
