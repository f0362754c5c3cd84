import type { UserRef } from '../../conversation/contract/identity.ts';
import type { Reply } from '../../conversation/contract/reply.ts';
import type { Actor, PersonActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Bilingual } from '../../platform/i18n/locale.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { PlainDateText } from '../../platform/time/clock.ts';

/** Minutes of the person's day; over midnight when `from` is the later one, none when both are the same. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

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
   * `actor` is the recipient: what they may not see cannot be in it. `place` is theirs when it is known already.
   */
  compose(actor: PersonActor, subject: string, place?: Place): Promise<Reply | null>;
  /** One line for a digest of several. Absent: the message is never put into a digest. */
  line?(actor: PersonActor, subject: string, place?: Place): Promise<string | null>;
}

/** Where somebody stands at work: what HR's own messages ask for and name. */
export interface Place {
  readonly company: Bilingual;
  readonly division: Bilingual;
  readonly jobCategory: string;
  readonly position: string;
  readonly positionName: Bilingual;
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
  withdraw(
    tx: Tx,
    match: { readonly subject: string; readonly person?: Id<'person'>; readonly kind?: string },
  ): Promise<number>;
}

/** Whoever is written to, as `src/app` gives it from the people area. */
export interface Recipient {
  readonly actor: PersonActor;
  readonly standing: 'active' | 'on-leave' | 'left';
  /** Of their company, ISO 3166: whose holidays they keep. */
  readonly country: string;
  readonly place: Place;
  /** The ones to write to first, first; never empty. */
  readonly accounts: readonly [UserRef, ...UserRef[]];
}

export interface Recipients {
  /** In the transaction of a delivery; null when there is no such person. */
  find(tx: Tx, person: Id<'person'>): Promise<Recipient | null>;
  /** Their first accounts; whoever is not known is missing. */
  accounts(people: readonly Id<'person'>[]): Promise<ReadonlyMap<Id<'person'>, UserRef>>;
}

export type NoticeState = 'planned' | 'sent' | 'dropped' | 'failed' | 'withdrawn';

/** One notice as its recipient may see it. */
export interface SeenNotice {
  readonly id: Id<'notice'>;
  readonly kind: NoticeKind;
  readonly subject: string;
  readonly state: NoticeState;
  readonly sentAt: Date | null;
  readonly notAfter: Date | null;
}

/** How a person wants to be told. */
export interface NoticeSettings {
  readonly kinds: readonly { readonly kind: NoticeKind; readonly on: boolean; readonly pausedUntil: Date | null }[];
  readonly quiet: QuietHours;
  /** Nudges wait until that day; null = they do not. */
  readonly snoozedUntil: PlainDateText | null;
}

export type Snoozed =
  | { readonly kind: 'snoozed'; readonly until: PlainDateText }
  /** By then it is of no use any more. */
  | { readonly kind: 'too-late'; readonly notAfter: Date }
  | { readonly kind: 'gone' };

/** One month of one kind in the actor's company. */
export interface NoticeCounts {
  /** `2026-04`, in the zone of whoever asks. */
  readonly month: string;
  readonly kind: string;
  readonly people: number;
  readonly sent: number;
  readonly opened: number;
  readonly answered: number;
  readonly snoozed: number;
  readonly stopped: number;
  readonly failed: number;
}

/** What people do with what they were told, and how they want to be told. */
export interface NotificationsService {
  settings(actor: PersonActor): Promise<NoticeSettings>;
  /** Null = what everybody has. Gives what held before. */
  setQuietHours(actor: PersonActor, quiet: QuietHours | null): Promise<QuietHours>;
  /** Nudges of all kinds wait until that day; null = no longer. Gives what held before. */
  snoozeAll(actor: PersonActor, until: PlainDateText | null): Promise<PlainDateText | null>;
  switchKind(actor: PersonActor, kind: string, on: boolean): Promise<void>;
  /** One of the actor's own; null when there is none, or its kind is no more. */
  notice(actor: PersonActor, id: Id<'notice'>): Promise<SeenNotice | null>;
  /** What came last, within a week: "this" in "why do I get this?". */
  lastNotice(actor: PersonActor): Promise<SeenNotice | null>;
  /** That message comes again on that day, and with it those of the same digest. */
  snooze(actor: PersonActor, id: Id<'notice'>, until: PlainDateText): Promise<Snoozed>;
  /** Takes back what `snooze` planned. */
  unsnooze(actor: PersonActor, id: Id<'notice'>): Promise<void>;
  /** Writes down that a button of the message was pressed; the first time counts. */
  pressed(actor: PersonActor, id: Id<'notice'>, how: 'opened' | 'answered' | 'snoozed' | 'stopped'): Promise<void>;
  /** HR's own company, per kind and month since then, as counted: `figures.rules.ts` says what of it may be shown. */
  figures(actor: PersonActor, since: Date, kind?: string): Promise<readonly NoticeCounts[]>;
  kinds(): readonly NoticeKind[];
  /** Michi that delivers: what has been over for longer than HR's figures go back is deleted. Gives how many. */
  forgetOld(actor: Actor): Promise<number>;
}
