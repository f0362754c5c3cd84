import { z } from 'zod';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import type { Bilingual } from '../../src/platform/i18n/locale.ts';
import type { Id } from '../../src/platform/ids/ids.ts';

/** Somebody who uses the page. Reads of the conversation run as `actor`, so that row-level security holds for the page too. */
export interface WebPerson {
  readonly actor: PersonActor;
  readonly name: Bilingual;
}

export interface WebPeople {
  /** Null for somebody who is unknown or has left. */
  find(id: Id<'person'>): Promise<WebPerson | null>;
  /** Whether `find` would find somebody, without looking up their name. */
  knows(id: Id<'person'>): Promise<boolean>;
  /** Demo only: whom the switcher offers. */
  demoPeople(): Promise<readonly { readonly id: Id<'person'>; readonly name: Bilingual; readonly label: Bilingual }[]>;
}

/** What a person sees of what they wrote, pressed or filled in. `opened` is the first visit and is not drawn. */
export const shownTurnSchema = z.strictObject({
  kind: z.enum(['text', 'action', 'form', 'opened']),
  text: z.string(),
});
export type ShownTurn = z.infer<typeof shownTurnSchema>;

interface Stored {
  readonly id: Id<'message'>;
  /** Order in the conversation. */
  readonly position: number;
  /** Grows with every change of any message; what a page has seen up to. */
  readonly change: number;
  readonly at: Date;
}

export type WebMessage =
  | (Stored & { readonly direction: 'in'; readonly key: string; readonly shown: ShownTurn })
  | (Stored & { readonly direction: 'out'; readonly reply: Reply });

/** Oldest first. `before` leads to the page of earlier messages; null when there are none. */
export interface MessagePage {
  readonly messages: readonly WebMessage[];
  readonly before: number | null;
}
