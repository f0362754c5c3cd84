import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type Classifier, trainClassifier } from '../../src/platform/language/classifier.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';

const lineSchema = z.object({ text: z.string(), intent: z.string() });
type Line = z.infer<typeof lineSchema>;
const none = 'oos';

/** A threshold may cost this much of the in-scope accuracy on the validation set; the highest recall within it is taken. */
const allowedLoss = 0.006;

interface Guess {
  readonly wanted: string;
  readonly label: string;
  /** Probability of the likeliest intent less that of `oos`. */
  readonly margin: number;
}

/** `npm run eval -- intents <folder>`: trains the product's classifier on train.jsonl, chooses the threshold on valid.jsonl, tells test.jsonl. */
export async function run([folder]: readonly string[]): Promise<void> {
  if (folder === undefined) throw new Error('usage: npm run eval -- intents <folder>');
  const [train, valid, test] = ['train', 'valid', 'test'].map(name => readLines(join(folder, `${name}.jsonl`)));
  if (train === undefined || valid === undefined || test === undefined) throw new Error('a split is missing');
  const embedder = createBundledEmbedder();
  const started = performance.now();
  const classifier = await trainClassifier(
    train.map(({ text, intent }) => ({ text, label: intent })),
    embedder,
  );
  const trainSeconds = (performance.now() - started) / 1000;
  const threshold = test.some(({ intent }) => intent === none) ? chooseThreshold(await guess(classifier, valid)) : null;
  const guesses = await guess(classifier, test);
  const result = {
    set: basename(folder),
    in_scope_accuracy: round(accuracy(guesses, threshold)),
    oos_recall: threshold === null ? null : round(recall(guesses, threshold)),
    train_s: round(trainSeconds),
    p50_ms: round(await medianMs(classifier, test.slice(0, 500))),
  };
  console.log(`in-scope accuracy without a threshold: ${round(accuracy(guesses, null))}`);
  console.log(`threshold: ${threshold === null ? 'none' : round(threshold)}, embedder: ${embedder.id}`);
  console.log(JSON.stringify(result));
}

function readLines(path: string): readonly Line[] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => lineSchema.parse(JSON.parse(line)));
}

async function guess(classifier: Classifier, lines: readonly Line[]): Promise<readonly Guess[]> {
  const rows = await classifier.probabilities(lines);
  const outside = classifier.labels.indexOf(none);
  return lines.map(({ intent }, index) => {
    const row = rows[index] ?? new Float32Array();
    let best = -1;
    row.forEach((score, at) => {
      if (at !== outside && score > (row[best] ?? -1)) best = at;
    });
    return { wanted: intent, label: classifier.labels[best] ?? '', margin: (row[best] ?? 0) - (row[outside] ?? 0) };
  });
}

function accuracy(guesses: readonly Guess[], threshold: number | null): number {
  const inScope = guesses.filter(({ wanted }) => wanted !== none);
  return (
    inScope.filter(({ wanted, label, margin }) => wanted === label && (threshold === null || margin >= threshold))
      .length / inScope.length
  );
}

function recall(guesses: readonly Guess[], threshold: number): number {
  const outside = guesses.filter(({ wanted }) => wanted === none);
  return outside.filter(({ margin }) => margin < threshold).length / outside.length;
}

function chooseThreshold(guesses: readonly Guess[]): number {
  const floor = accuracy(guesses, null) - allowedLoss;
  const candidates = [...new Set(guesses.map(({ margin }) => margin))].filter(
    threshold => accuracy(guesses, threshold) >= floor,
  );
  return candidates.reduce(
    (best, threshold) => (recall(guesses, threshold) > recall(guesses, best) ? threshold : best),
    -1,
  );
}

async function medianMs(classifier: Classifier, lines: readonly Line[]): Promise<number> {
  const times: number[] = [];
  for (const { text } of lines) {
    const started = performance.now();
    await classifier.probabilities([{ text }]);
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
