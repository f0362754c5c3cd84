import type { Reply } from '../../conversation/contract/reply.ts';
import type { PersonActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Bilingual } from '../../platform/i18n/locale.ts';
import type { Id } from '../../platform/ids/ids.ts';

/**
 * One kind of message that nobody asked for, from the area that owns it; `src/app` lists them. What every such message has besides (why it
 * came, snooze, stop) is added by the notifications area.
 */
export interface NoticeKind {
  /** noun, unique: `oneonone-points`, `milestone-offer`. */
  readonly name: string;
  /** As in the settings: "Reminders of one-on-ones". */
  readonly title: Bilingual;
  /** Why it comes, one sentence: "You have a one-on-one with this person." Nothing personal. */
  readonly why: Bilingual;
  /** `appointment`: about a time that the person has agreed to; it does not wait for the budget. `nudge`: may wait for a digest. */
  readonly urgency: 'appointment' | 'nudge';
  /**
   * The message as it is true at the moment of sending, in the recipient's language; null when it no longer applies, which is recorded.
   * `actor` is the recipient: what they may not see cannot be in it.
   */
  compose(actor: PersonActor, subject: string): Promise<Reply | null>;
  /** One line for a digest of several. Absent: the message is never put into a digest. */
  line?(actor: PersonActor, subject: string): Promise<string | null>;
}

export interface PlannedNotice {
  /** Name of a `NoticeKind`. */
  readonly kind: string;
  readonly person: Id<'person'>;
  /** Id of what it is about, in the tables of the area. */
  readonly subject: string;
  /** Not before; manners (quiet hours, holidays, budget) may move it later. */
  readonly dueAt: Date;
  /** After this it is dropped with a record. */
  readonly notAfter: Date | null;
  /** The same key is never planned twice, whatever became of the first. */
  readonly key: string;
}

/** What other areas get of the notifications area: planning in their own transaction, so that both are kept or neither. */
export interface Notices {
  plan(tx: Tx, notices: readonly PlannedNotice[]): Promise<void>;
  /** Takes back what was planned about that subject and is not sent yet (for one person, or of one kind, when named). Gives how many. */
  withdraw(tx: Tx, match: { readonly subject: string; readonly person?: Id<'person'>; readonly kind?: string }): Promise<number>;
}

