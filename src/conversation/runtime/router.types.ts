import type { PersonActor } from '../../platform/access/actor.ts';
import type { Intent, IntentInput } from '../contract/intent.ts';
import type { TurnContent } from '../contract/turn.ts';
import type { ConversationSession } from './session.types.ts';

export interface RouterInput {
  readonly content: TurnContent;
  readonly session: ConversationSession;
  readonly actor: PersonActor;
}

/** What a turn was understood as. Only `intent` reaches an area. */
export type Understanding =
  | { readonly kind: 'intent'; readonly intent: Intent; readonly input: IntentInput }
  /** Two or three intents are likely: ask. `text` is what the choice will be applied to. */
  | { readonly kind: 'unsure'; readonly intents: readonly Intent[]; readonly text: string }
  /** The ninth of a list of five; `place` counts from 0. */
  | { readonly kind: 'no-such-item'; readonly place: number }
  | { readonly kind: 'out-of-scope' }
  /** Empty, or no letter and no digit in it. */
  | { readonly kind: 'nothing-to-go-on' }
  | { readonly kind: 'foreign-language' }
  /** A button of an intent that is not there any more, or not for this person. */
  | { readonly kind: 'not-available' };

/** Turns what a person did into what they want. A language model may stand behind it later; it chooses from the same intents. */
export interface Router {
  route(input: RouterInput): Promise<Understanding>;
}

/** What "try again" carries: the sentence that the session keeps is read once more. */
export const repeatIntent = 'repeat';
