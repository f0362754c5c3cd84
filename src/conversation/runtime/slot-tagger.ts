import type { SlotName } from '../contract/intent.ts';
import type { Example, Span } from './examples.ts';
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
import type { Token } from './slot-tokens.ts';

export interface LabelledExample extends Example {
  readonly label: string;
}

export interface ReadExample extends LabelledExample {
  readonly sentence: ReadSentence;
}

/** What was learnt, as plain data; `usable` names the tags that an intent's sentences may have. */
export interface SlotTaggerState {
  readonly usable: ReadonlyMap<string, readonly number[]>;
  readonly tagger: TaggerState;
}

export interface SlotTagger {
  readonly state: SlotTaggerState;
  /** The parts of a sentence of that intent that name something, in the order of the sentence. */
  tag(sentence: ReadSentence, label: string): readonly Span[];
}

const slots = [
  'role',
  'role2',
  'skill',
  'place',
  'level',
  'position',
  'language',
  'item',
  'page',
] as const satisfies readonly SlotName[];

/** Names the slots in sentences of an intent that is known. A slot is only looked for where the examples of the intent have it. */
export function trainSlotTagger(examples: readonly ReadExample[]): SlotTagger {
  const usable = usableTags(examples);
  const lessons = examples.flatMap(({ label, spans, sentence }): readonly Lesson[] => {
    const tags = usable.get(label) ?? [];
    if (tags.length < 2) return [];
    const gold = goldTags(sentence.tokens, spans, ({ slot }) => slots.indexOf(slot));
    return [{ observed: observe(sentence, label), gold, usable: tags }];
  });
  return restoreSlotTagger({ usable, tagger: trainSequenceTagger(lessons, 1 + 2 * slots.length).state });
}

export function restoreSlotTagger(state: SlotTaggerState): SlotTagger {
  const { usable } = state;
  const { tag } = restoreSequenceTagger(state.tagger);
  return {
    state,
    tag: (sentence, label) => spansOf(sentence.tokens, tag(observe(sentence, label), usable.get(label) ?? [])),
  };
}

function usableTags(examples: readonly LabelledExample[]): ReadonlyMap<string, readonly number[]> {
  const kinds = new Map<string, Set<number>>();
  for (const { label, spans } of examples) {
    const known = kinds.get(label) ?? new Set();
    for (const { slot } of spans) known.add(slots.indexOf(slot));
    kinds.set(label, known);
  }
  const tagsOf = (found: ReadonlySet<number>) =>
    [0, ...[...found].flatMap(kind => [begin(kind), inside(kind)])].sort((a, b) => a - b);
  return new Map([...kinds].map(([label, found]) => [label, tagsOf(found)]));
}

/** The tags of the tokens; `kindOf` says which kind of name a span is. */
export function goldTags(tokens: readonly Token[], spans: readonly Span[], kindOf: (span: Span) => number): Uint8Array {
  return Uint8Array.from(tokens, (token, index) => {
    const span = spans.find(({ start, end }) => token.start < end && token.end > start);
    if (span === undefined) return 0;
    const continues = (tokens[index - 1]?.end ?? 0) > span.start;
    return continues ? inside(kindOf(span)) : begin(kindOf(span));
  });
}

function spansOf(tokens: readonly Token[], tags: Uint8Array): readonly Span[] {
  const spans: { start: number; end: number; slot: SlotName }[] = [];
  tokens.forEach((token, index) => {
    const tag = tags[index] ?? 0;
    const last = spans.at(-1);
    const slot = slots[(tag - 1) >> 1];
    if (tag === 0 || slot === undefined) return;
    if (isInside(tag) && last !== undefined) last.end = token.end;
    else spans.push({ start: token.start, end: token.end, slot });
  });
  return spans;
}
