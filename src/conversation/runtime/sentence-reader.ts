import { type ClassifierState, restoreClassifier, trainClassifier } from '../../platform/language/classifier.ts';
import type { Embedder } from '../../platform/language/embedder.types.ts';
import type { Intent, SlotName } from '../contract/intent.ts';
import { augment, type Names } from './augment-examples.ts';
import type { Span } from './examples.ts';
import { restoreOutline, trainOutline } from './outline.ts';
import { outOfScopeLabel, type Reading, type SentenceReader, type Slots } from './sentence-reader.types.ts';
import type { TaggerState } from './sequence-tagger.ts';
import { frameWords, readSentence } from './slot-features.ts';
import { restoreSlotTagger, type SlotTaggerState, trainSlotTagger } from './slot-tagger.ts';
import { tokenize } from './slot-tokens.ts';
import { readTrainingSet } from './training-set.ts';

// Chosen on test/evals/routing/dev.jsonl: from `sure` on the first intent answers; below `likely`, or when nothing of Michi's is not much
// likelier than that it is none of its business, nothing is offered.
const sure = 0.78;
const likely = 0.33;
const outsideWeight = 1.4;

export interface SentenceReaderDeps {
  readonly intents: readonly Pick<Intent, 'name' | 'examples'>[];
  readonly embedder: Embedder;
  /** Names from the catalogue to learn with, by `nameKey`; it works without. */
  readonly names?: Names;
}

/** Sentences drawn from each pattern. More than that made nothing better on dev.jsonl. */
const drawnEach = 12;

/** Everything that was learnt, as plain data that can be kept and given back to `restoreSentenceReader`. */
export interface ReaderState {
  readonly frame: ReadonlySet<string>;
  readonly outline: TaggerState;
  readonly slots: SlotTaggerState;
  readonly classifier: ClassifierState;
}

/** Learns the intents and their slots from the example files; a few seconds of one core. */
export async function trainSentenceReader(deps: SentenceReaderDeps): Promise<SentenceReader> {
  return restoreSentenceReader(await learnSentences(deps), deps.embedder);
}

export async function learnSentences({
  intents,
  embedder,
  names = new Map(),
}: SentenceReaderDeps): Promise<ReaderState> {
  const { examples, drawn, names: pool } = readTrainingSet(intents, names, drawnEach);
  const tokenized = [...augment(examples, pool, 1), ...drawn].map(each => ({ ...each, tokens: tokenize(each.text) }));
  const frame = frameWords(tokenized);
  const sentences = tokenized.map(each => ({ ...each, sentence: readSentence(each.text, frame, each.tokens) }));
  const { state, outline } = trainOutline(sentences);
  const classifier = await trainClassifier(
    sentences.map(({ text, label, sentence }) => ({ text, label, outline: outline(sentence) })),
    embedder,
  );
  return { frame, outline: state, slots: trainSlotTagger(sentences).state, classifier: classifier.state };
}

/** The reader out of what was learnt; the embedder must be the one that it learnt with. */
export function restoreSentenceReader(state: ReaderState, embedder: Embedder): SentenceReader {
  const { frame } = state;
  const outline = restoreOutline(state.outline);
  const tagger = restoreSlotTagger(state.slots);
  const classifier = restoreClassifier(state.classifier, embedder);
  const labels = classifier.labels;
  return {
    async read(text) {
      const sentence = readSentence(text, frame);
      const [row = new Float32Array()] = await classifier.probabilities([{ text, outline: outline(sentence) }]);
      const scored = labels
        .map((label, index) => ({ label, score: row[index] ?? 0 }))
        .sort((a, b) => b.score - a.score);
      const outside = scored.find(({ label }) => label === outOfScopeLabel)?.score ?? 0;
      const ranking = scored.filter(({ label }) => label !== outOfScopeLabel);
      return {
        verdict: verdictOf(ranking[0]?.score ?? 0, outside),
        ranking,
        slots: label => slotsOf(text, tagger.tag(sentence, label)),
      };
    },
  };
}

function verdictOf(first: number, outside: number): Reading['verdict'] {
  if (first >= sure) return 'sure';
  return first < likely || first < outside * outsideWeight ? 'none' : 'unsure';
}

function slotsOf(text: string, spans: readonly Span[]): Slots {
  const slots: Partial<Record<SlotName, string[]>> = {};
  for (const { slot, start, end } of spans) slots[slot] = [...(slots[slot] ?? []), text.slice(start, end)];
  return slots;
}
