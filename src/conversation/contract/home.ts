import type { PersonActor } from '../../platform/access/actor.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import type { Block } from './reply.ts';
import type { ChannelName, TurnUser } from './turn.ts';

/** What one section shows now. */
export interface HomeContent {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** One part of a person's home, from the area that owns it; `src/app` lists them in the order in which they are shown. */
export interface HomeSection {
  /** noun, as in `role-and-skills`; for logs. */
  readonly name: string;
  /** Null when there is nothing to show this person now. Personal: a home is seen by nobody else. */
  show(actor: PersonActor): Promise<HomeContent | null>;
}

/** A whole home, to be drawn by the adapter. Never empty: who is unknown or refused is told why. */
export interface HomeView {
  readonly locale: Locale;
  /** For `Reply.madeFor` in its buttons; null when nobody is known. */
  readonly madeFor: string | null;
  readonly sections: readonly HomeContent[];
  /** Sentences to begin with, in the person's language: what Slack calls suggested prompts. Empty when nobody is known. */
  readonly prompts: readonly { readonly title: string; readonly text: string }[];
}

/** Handed to adapters that have a home. `locale` is what is spoken to somebody who is not known; null = both languages. */
export interface Home {
  of(user: TurnUser & { readonly channel: ChannelName }, locale: Locale | null): Promise<HomeView>;
}
