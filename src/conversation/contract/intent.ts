import type { PersonActor } from '../../platform/access/actor.ts';
import type { Bilingual } from '../../platform/i18n/locale.ts';
import type { Reply } from './reply.ts';

/** What a slot holds when a sentence names it; the area resolves it against its own data. */
export type SlotName = 'role' | 'role2' | 'skill' | 'place' | 'level' | 'position' | 'language' | 'item' | 'page';

/**
 * How an intent is reached. `text` slots are the words of a sentence, not resolved yet (`role: "incident responder"`); `action` slots are
 * ids from a button; `values` are a form's answers.
 */
export type IntentInput =
  | {
      readonly kind: 'sentence';
      readonly text: string;
      readonly slots: Readonly<Partial<Record<SlotName, readonly string[]>>>;
    }
  | { readonly kind: 'action'; readonly slots: Readonly<Record<string, string>> }
  | {
      readonly kind: 'form';
      readonly slots: Readonly<Record<string, string>>;
      readonly values: Readonly<Record<string, string>>;
    };

/** What Michi remembers of a conversation for a while: ids only, so that a stored session says nothing by itself. */
export interface ConversationMemory {
  /** The intent that answered last; a follow-up without an intent of its own continues it. */
  readonly lastIntent?: string;
  /** What the last answer was about, by slot: `{role: 'rol_…'}`. */
  readonly focus: Readonly<Record<string, string>>;
  /** The ids of the last list, in the order shown: "the second one". */
  readonly listed: readonly string[];
}

export interface IntentContext {
  readonly actor: PersonActor;
  /** Where the answer will be seen: by the person alone, or by every member of a channel. */
  readonly scope: 'direct' | 'channel';
  readonly memory: ConversationMemory;
}

/** What a handler gives back: the message, and what to remember for the next turn. */
export interface IntentResult {
  readonly reply: Reply;
  readonly focus?: Readonly<Record<string, string>>;
  readonly listed?: readonly string[];
  /** The reply asks for this slot: the next sentence without an intent of its own is its answer, and this intent goes on with it. */
  readonly asks?: SlotName;
  /**
   * In a channel: what was asked for concerns the person alone. The intent is then handled once more as in a direct conversation and answered
   * there; `reply` is what is said in the channel when no direct conversation can be opened.
   */
  readonly directOnly?: true;
}

/** One thing that Michi can do. An area lists its intents; `src/app` hands all of them to the dispatcher. */
export interface Intent {
  /** verb-noun, as in `show-role-skills`. */
  readonly name: string;
  /** Short title for help and for "did you mean": a verb first. */
  readonly title: Bilingual;
  /** A sentence a person may type to get here; shown as a suggestion. */
  readonly suggestion: Bilingual;
  /** `catalogue` answers may be given in a channel, `personal` ones only in a direct conversation. */
  readonly content: 'catalogue' | 'personal';
  /** Only offered and understood for people with one of these roles; absent = everybody. Authority is checked in the service all the same. */
  readonly roles?: readonly PersonActor['roles'][number][];
  /** It only reads, and an action with the ids of its focus gives the same answer: each reader of a channel may see a view of their own. */
  readonly refreshable?: true;
  /** The training sentences, a file beside the intent (`ja<TAB>sentence with [a name](slot)`); absent = reached by button alone. */
  readonly examples?: URL;
  handle(context: IntentContext, input: IntentInput): Promise<IntentResult>;
}
