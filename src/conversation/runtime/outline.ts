import {
  begin,
  inside,
  isInside,
  type Lesson,
  restoreSequenceTagger,
  type TaggerState,
  trainSequenceTagger,
} from './sequence-tagger.ts';
import { observe, type ReadSentence } from './slot-features.ts';
import { goldTags, type ReadExample } from './slot-tagger.ts';

/** Gives a sentence with a sign in place of each name: "what does □ need". */
export type Outline = (sentence: ReadSentence) => string;

const name = 0;
const usable = [0, begin(name), inside(name)];
/** Read like a word of its script by the classifier. */
const signs = { japanese: '々', other: ' xnamex ' };

/**
 * Learns to tell names from the sentence around them, whatever the intent: what is asked is in the rest. The names of a sentence are many and
 * new; its outline has been seen before.
 */
export function trainOutline(examples: readonly ReadExample[]): {
  readonly state: TaggerState;
  readonly outline: Outline;
} {
  const lessons = examples.map(
    ({ sentence, spans }): Lesson => ({
      observed: observe(sentence, ''),
      gold: goldTags(sentence.tokens, spans, () => name),
      usable,
    }),
  );
  const { state } = trainSequenceTagger(lessons, 1 + inside(name));
  return { state, outline: restoreOutline(state) };
}

export function restoreOutline(state: TaggerState): Outline {
  const { tag } = restoreSequenceTagger(state);
  return sentence => outlined(sentence, tag(observe(sentence, ''), usable));
}

function outlined({ text, tokens }: ReadSentence, tags: Uint8Array): string {
  const sign = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? signs.japanese : signs.other;
  let outline = '';
  let from = 0;
  tokens.forEach(({ start, end }, index) => {
    const tag = tags[index] ?? 0;
    if (tag === 0) return;
    if (!isInside(tag)) outline += text.slice(from, start) + sign;
    from = end;
  });
  return outline + text.slice(from);
}
