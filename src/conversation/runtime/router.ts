import type { PersonActor } from '../../platform/access/actor.ts';
import { unreachable } from '../../platform/errors/app-error.ts';
import type { ActionRef } from '../contract/action.ts';
import type { Intent } from '../contract/intent.ts';
import { cleanText, hasWords } from './clean-text.ts';
import {
  asksForMore,
  isBareReference,
  isOnlyNames,
  ordinalReferences,
  pronounReference,
  type Reference,
  soundsLikeFollowUp,
} from './references.ts';
import { choiceSlot, isOffered } from './replies.ts';
import { type Router, type RouterInput, repeatIntent, type Understanding } from './router.types.ts';
import type { Reading, SentenceReader, Slots } from './sentence-reader.types.ts';
import { ownIntentNames } from './session.rules.ts';
import type { ConversationSession } from './session.types.ts';
import { spokenLanguage } from './spoken-language.ts';

export interface RouterDeps {
  readonly intents: readonly Intent[];
  readonly reader: SentenceReader;
}

interface Sentence {
  readonly text: string;
  readonly session: ConversationSession;
  readonly actor: PersonActor;
}

/** A third button is offered from this share of the second's probability on. */
const thirdShare = 0.4;

/** Understands without a model: exact action → form → pending question → classifier → ask again. */
export function createRouter({ intents, reader }: RouterDeps): Router {
  const byName = new Map(intents.map(intent => [intent.name, intent]));
  const find = (name: string | undefined, actor: PersonActor): Intent | null => {
    const intent = byName.get(name ?? '');
    return intent !== undefined && isOffered(intent, actor) ? intent : null;
  };

  function press(action: ActionRef, actor: PersonActor): Understanding {
    const intent = find(action.intent, actor);
    return intent === null
      ? { kind: 'not-available' }
      : { kind: 'intent', intent, input: { kind: 'action', slots: action.slots } };
  }

  async function routeAction(action: ActionRef, { session, actor }: RouterInput): Promise<Understanding> {
    const kept = session.pending?.kind === 'choice' ? { text: session.pending.text, session, actor } : null;
    if (action.intent === repeatIntent) return kept === null ? { kind: 'not-available' } : routeText(kept);
    return action.slots[choiceSlot] === undefined ? press(action, actor) : routeChoice(action.intent, kept, actor);
  }

  /** The sentence is forgotten after a while; then the intent starts without it and asks for what it needs. */
  async function routeChoice(name: string, kept: Sentence | null, actor: PersonActor): Promise<Understanding> {
    const intent = find(name, actor);
    if (intent === null) return { kind: 'not-available' };
    if (kept === null) return press({ intent: intent.name, slots: {} }, actor);
    const reading = await reader.read(kept.text);
    return sentenceFor(intent, reading.slots(intent.name), kept);
  }

  async function routeText(sentence: Sentence): Promise<Understanding> {
    const { text, session, actor } = sentence;
    if (!hasWords(text)) return { kind: 'nothing-to-go-on' };
    if (session.more !== null && asksForMore(text)) return press(session.more, actor);
    const [reference] = ordinalReferences(text, session.memory.listed);
    if (reference !== undefined && isBareReference(reference)) return openListed(reference, sentence);
    if (spokenLanguage(text) === 'foreign') return { kind: 'foreign-language' };
    const reading = await reader.read(text);
    return answerToQuestion(reading, sentence) ?? byReading(reading, sentence);
  }

  function openListed(reference: Reference, sentence: Sentence): Understanding {
    const { session, actor } = sentence;
    if (reference.id === null) return { kind: 'no-such-item', place: reference.place };
    const opens = session.opens[reference.place];
    if (opens !== undefined) return press(opens, actor);
    const intent = find(session.memory.lastIntent, actor);
    return intent === null ? { kind: 'out-of-scope' } : sentenceFor(intent, {}, sentence);
  }

  /** The sentence answers what Michi asked, unless it clearly wants something else. Null when nothing was asked. */
  function answerToQuestion(reading: Reading, sentence: Sentence): Understanding | null {
    const { pending } = sentence.session;
    if (pending?.kind !== 'question') return null;
    const asking = find(pending.intent, sentence.actor);
    const first = reading.ranking[0]?.label;
    const elsewhere = reading.verdict === 'sure' && first !== pending.intent;
    if (asking === null || (elsewhere && !isOnlySlot(sentence.text, reading.slots(first ?? '')))) return null;
    const named = reading.slots(asking.name);
    const answered = Object.keys(named).length > 0 ? named : { [pending.slot]: [sentence.text.slice(0, 200)] };
    return sentenceFor(asking, { ...pending.slots, ...answered }, sentence);
  }

  function byReading(reading: Reading, sentence: Sentence): Understanding {
    const continued = followUp(reading, sentence);
    if (continued !== null) return continued;
    return reading.verdict === 'none' ? { kind: 'out-of-scope' } : ownIntent(reading, sentence);
  }

  /** "And at manager level?": without an intent of its own, the last one goes on. Null when the sentence has one. */
  function followUp(reading: Reading, sentence: Sentence): Understanding | null {
    const intent = find(sentence.session.memory.lastIntent, sentence.actor);
    if (intent === null || (reading.verdict === 'sure' && !soundsLikeFollowUp(sentence.text))) return null;
    const slots = reading.slots(intent.name);
    return isOnlyNames(sentence.text, Object.values(slots).flat()) ? sentenceFor(intent, slots, sentence) : null;
  }

  function ownIntent(reading: Reading, sentence: Sentence): Understanding {
    const [first] = reading.ranking;
    const isSure = reading.verdict === 'sure';
    const wanted = find(first?.label, sentence.actor);
    if (isSure && wanted !== null) return sentenceFor(wanted, reading.slots(wanted.name), sentence);
    // What is clearly wanted but not for this person has no likelier neighbours worth a question.
    const choices = isSure ? [] : choicesFor(reading, sentence.actor);
    return choices.length === 0 ? { kind: 'out-of-scope' } : { kind: 'unsure', intents: choices, text: sentence.text };
  }

  /** The two likeliest intents, and the third when it is about as likely. */
  function choicesFor({ ranking }: Reading, actor: PersonActor): readonly Intent[] {
    const likely = ranking.flatMap(({ label, score }) => {
      const intent = find(label, actor);
      return intent === null ? [] : [{ intent, score }];
    });
    const second = likely[1]?.score ?? 0;
    return likely
      .filter(({ score }, place) => place < 2 || (place === 2 && score >= second * thirdShare))
      .map(({ intent }) => intent);
  }

  return {
    async route(input) {
      const { content, actor, session } = input;
      switch (content.kind) {
        case 'opened':
          return press({ intent: ownIntentNames.introduce, slots: {} }, actor);
        case 'action':
          return routeAction(content.action, input);
        case 'form': {
          const pressed = press(content.action, actor);
          if (pressed.kind !== 'intent') return pressed;
          return { ...pressed, input: { kind: 'form', slots: content.action.slots, values: content.values } };
        }
        case 'text':
          return routeText({ text: cleanText(content.text).text, session, actor });
        default:
          return unreachable(content);
      }
    },
  };
}

/** The sentence for an intent, with the ids that its words point at in the conversation as `item`. */
function sentenceFor(intent: Intent, slots: Slots, { text, session }: Sentence): Understanding {
  const { listed, focus } = session.memory;
  const pointed = ordinalReferences(text, listed).flatMap(({ id }) => id ?? []);
  const pronoun = pointed.length === 0 ? pronounReference(text, focus) : null;
  const item = pronoun === null ? pointed : [pronoun];
  const { item: _words, ...named } = slots;
  return {
    kind: 'intent',
    intent,
    input: { kind: 'sentence', text, slots: item.length === 0 ? named : { ...named, item } },
  };
}

function isOnlySlot(text: string, slots: Slots): boolean {
  return Object.values(slots).some(words => words.some(word => word.length >= text.length - 2));
}
