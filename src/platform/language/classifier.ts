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

export interface ClassifierDeps {
  readonly embedder: Embedder;
  /** A text without what does not tell labels apart, such as names; its words count beside those of the text. */
  readonly outline?: (text: string) => string;
}

/**
 * Multinomial logistic regression over TF-IDF of words and characters, the same of the outline, and the embedding, side by side. Sentences of
 * no intent are one more label, as good as any (`oos` in CLINC150).
 */
export async function trainClassifier(
  examples: readonly LabelledText[],
  { embedder, outline }: ClassifierDeps,
): Promise<Classifier> {
  const labels = [...new Set(examples.map(example => example.label))].sort();
  const place = new Map(labels.map((label, index) => [label, index]));
  const classOf = Int32Array.from(examples, example => place.get(example.label) ?? 0);
  const texts = examples.map(example => example.text);
  const words = fitFeatureSpace(texts);
  const outlines = outline === undefined ? null : fitFeatureSpace(texts.map(outline));
  const sizes = [words.size, outlines?.size ?? 0, embedder.dimension];
  const embeddings = await embedder.embed(texts);
  const vectors = texts.map((_, index) =>
    joined([words.fitted[index] ?? nothing, outlines?.fitted[index] ?? nothing, dense(embeddings[index])], sizes),
  );
  const regression = trainRegression(vectors, classOf, {
    ...training,
    features: sizes.reduce((sum, size) => sum + size, 0),
    classes: labels.length,
  });
  return {
    labels,
    async probabilities(asked) {
      const embedded = await embedder.embed(asked);
      return asked.map((text, index) => {
        const shape = outlines === null || outline === undefined ? nothing : outlines.vector(outline(text));
        return regression.probabilities(joined([words.vector(text), shape, dense(embedded[index])], sizes));
      });
    },
  };
}

const nothing: SparseVector = { ids: new Int32Array(), values: new Float32Array() };

function dense(values: Float32Array = nothing.values): SparseVector {
  return { ids: Int32Array.from(values.keys()), values };
}

/** One vector of several; each part has norm 1 and room for so many features. */
function joined(parts: readonly SparseVector[], sizes: readonly number[]): SparseVector {
  const length = parts.reduce((sum, { ids }) => sum + ids.length, 0);
  const ids = new Int32Array(length);
  const values = new Float32Array(length);
  let at = 0;
  let offset = 0;
  parts.forEach((part, index) => {
    for (let j = 0; j < part.ids.length; j++) ids[at + j] = offset + (part.ids[j] ?? 0);
    values.set(part.values, at);
    at += part.ids.length;
    offset += sizes[index] ?? 0;
  });
  return { ids, values };
}

// Chosen on CLINC150's validation set.
const training = { epochs: 8, rate: 0.25, dropout: 0.35, seed: 1 };
