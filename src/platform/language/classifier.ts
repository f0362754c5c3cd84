import { fitFeatureSpace, type SparseVector } from './classifier-features.ts';
import { trainRegression } from './classifier-regression.ts';
import type { Embedder } from './embedder.types.ts';

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

export interface Classifier {
  /** In the order of the probabilities. */
  readonly labels: readonly string[];
  /** One row a text: how likely each label is; a row sums to 1. */
  probabilities(texts: readonly string[]): Promise<readonly Float32Array[]>;
}

/**
 * The mean of two multinomial logistic regressions: one over TF-IDF of words and characters, one over the same together with the
 * embedding. On CLINC150 (threshold chosen on its validation set) the first alone gives .923/.572, the embedding alone .859 before any
 * threshold, the two together .924/.599. Sentences of no intent are one more label, as good as any (`oos` in CLINC150).
 */
export async function trainClassifier(examples: readonly LabelledText[], embedder: Embedder): Promise<Classifier> {
  const labels = [...new Set(examples.map(example => example.label))].sort();
  const place = new Map(labels.map((label, index) => [label, index]));
  const classOf = Int32Array.from(examples, example => place.get(example.label) ?? 0);
  const texts = examples.map(example => example.text);
  const space = fitFeatureSpace(texts);
  const lexical = texts.map(text => space.vector(text));
  const joint = joined(lexical, await embedder.embed(texts), space.size);
  const classes = labels.length;
  const byWords = trainRegression(lexical, classOf, { ...training, seed: 1, features: space.size, classes });
  const byBoth = trainRegression(joint, classOf, {
    ...training,
    seed: 2,
    features: space.size + embedder.dimension,
    classes,
  });
  return {
    labels,
    async probabilities(asked) {
      const words = asked.map(text => space.vector(text));
      const both = joined(words, await embedder.embed(asked), space.size);
      return words.map((vector, index) =>
        mean(byWords.probabilities(vector), byBoth.probabilities(both[index] ?? vector)),
      );
    },
  };
}

/** The embedding stands behind the features of the text; both halves have norm 1. */
function joined(
  lexical: readonly SparseVector[],
  embeddings: readonly Float32Array[],
  offset: number,
): readonly SparseVector[] {
  return lexical.map(({ ids, values }, index) => {
    const embedding = embeddings[index] ?? new Float32Array();
    const allIds = new Int32Array(ids.length + embedding.length);
    const allValues = new Float32Array(allIds.length);
    allIds.set(ids);
    allValues.set(values);
    for (let k = 0; k < embedding.length; k++) allIds[ids.length + k] = offset + k;
    allValues.set(embedding, ids.length);
    return { ids: allIds, values: allValues };
  });
}

// Chosen on CLINC150's validation set.
const training = { epochs: 8, rate: 0.25, dropout: 0.35 };

function mean(row: Float32Array, other: Float32Array): Float32Array {
  return row.map((value, index) => (value + (other[index] ?? 0)) / 2);
}
