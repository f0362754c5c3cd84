import type { Actor, PersonActor } from '../../platform/access/actor.ts';
import type { Bilingual } from '../../platform/i18n/locale.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { PlainDateText } from '../../platform/time/clock.ts';
import type { Cadence, CadenceFault, WantedCadence } from './series.rules.ts';

/**
 * `waiting`: the member has no manager now; the next one takes it on. `handed-over`: the member has another manager, whose series goes on
 * in its place.
 */
export type SeriesState = 'active' | 'paused' | 'waiting' | 'ended' | 'handed-over';

export interface Series extends Cadence {
  readonly id: Id<'series'>;
  readonly managerId: Id<'person'>;
  readonly memberId: Id<'person'>;
  readonly state: SeriesState;
  /** The first day on which there are meetings again. */
  readonly pausedUntil: PlainDateText | null;
  /** Counts the changes, so that what is told about each is told once. */
  readonly revision: number;
}

/** `moved`: it did not take place then, and no new time is known yet. */
export const outcomes = ['took-place', 'moved', 'did-not'] as const;
export type Outcome = (typeof outcomes)[number];
export type MeetingState = 'planned' | 'skipped' | Outcome;

export interface Meeting {
  readonly id: Id<'meeting'>;
  readonly seriesId: Id<'series'>;
  /** The start that the cadence gives; names the meeting within its series even when it is moved. */
  readonly occurrence: Date;
  readonly startsAt: Date;
  /** Where it stood before it was moved last. */
  readonly movedFrom: Date | null;
  readonly minutes: number;
  readonly state: MeetingState;
  readonly revision: number;
}

export const visibilities = ['shared', 'private'] as const;
/** `private`: for the author alone. `shared`: for the two. */
export type Visibility = (typeof visibilities)[number];

export interface Point {
  readonly id: Id<'point'>;
  readonly seriesId: Id<'series'>;
  readonly authorId: Id<'person'>;
  readonly visibility: Visibility;
  readonly text: string;
  readonly createdAt: Date;
  /** It was there at the last meeting that took place, and was not settled. */
  readonly carriedOver: boolean;
  readonly done: boolean;
}

/** One series as one of the two sees it now. */
export interface SeriesView {
  readonly series: Series;
  readonly side: 'manager' | 'member';
  /** The next meeting that is still to begin or to end. */
  readonly next: Meeting | null;
  /** The last meeting that is over: closed, or waiting to be. */
  readonly last: Meeting | null;
  /** Open points that the actor may read. */
  readonly openPoints: number;
}

export interface MeetingView {
  readonly meeting: Meeting;
  readonly view: SeriesView;
  readonly points: readonly Point[];
  /** What the two kept of it. */
  readonly note: string | null;
}

export type SetUpRefusal = CadenceFault | 'no-members' | 'not-your-member' | 'exists' | 'no-manager';

export type SetUp =
  | { readonly kind: 'set-up'; readonly series: Series; readonly first: Meeting | null }
  | { readonly kind: 'refused'; readonly reason: SetUpRefusal };

/**
 * `gone`: it is not there for this actor (any more). `too-late`: what it is about is over or was changed meanwhile. `not-yet`: it has not
 * begun. `past-time`: the time asked for is past, or beyond the end of the series.
 */
export type Changed<Thing> =
  | { readonly kind: 'changed'; readonly now: Thing }
  | { readonly kind: 'gone' | 'too-late' | 'not-yet' | 'past-time' };

export interface FigureRow {
  /** Null = the whole company. */
  readonly division: Bilingual | null;
  /** `2026-11`. */
  readonly month: string;
  readonly due: number;
  readonly held: number;
}

export interface Figures {
  readonly rows: readonly FigureRow[];
  /** Divisions that are not shown, because there are fewer than five people in them or they could be worked out. */
  readonly hidden: number;
}

export interface OneononesService {
  /** By the manager for one of their members, or by the member (`memberId` their own) with their manager. */
  setUp(actor: PersonActor, memberId: Id<'person'>, cadence: WantedCadence): Promise<SetUp>;
  /** Every series of the actor that lives, the next meeting first: as a member one at most, as a manager one for each member who has one. */
  mine(actor: PersonActor): Promise<readonly SeriesView[]>;
  series(actor: PersonActor, id: Id<'series'>): Promise<SeriesView | null>;
  meeting(actor: PersonActor, id: Id<'meeting'>): Promise<MeetingView | null>;
  /** Meetings of the actor that are over and of which nobody has said what became of them, the latest first. */
  unclosed(actor: PersonActor): Promise<readonly MeetingView[]>;

  skip(actor: PersonActor, id: Id<'meeting'>): Promise<Changed<Meeting>>;
  unskip(actor: PersonActor, id: Id<'meeting'>): Promise<Changed<Meeting>>;
  /** To an instant that is still to come (`past-time` otherwise). */
  move(actor: PersonActor, id: Id<'meeting'>, to: Date): Promise<Changed<Meeting>>;
  moveBack(actor: PersonActor, id: Id<'meeting'>): Promise<Changed<Meeting>>;
  /** No meetings before that day; `past-time` when it is not after today or after the end. */
  pause(actor: PersonActor, id: Id<'series'>, until: PlainDateText): Promise<Changed<Series>>;
  resume(actor: PersonActor, id: Id<'series'>): Promise<Changed<Series>>;
  end(actor: PersonActor, id: Id<'series'>): Promise<Changed<Series>>;
  reopen(actor: PersonActor, id: Id<'series'>): Promise<Changed<Series>>;
  /** For a year more, or until that day (`past-time` when it is past or further than two years). */
  renew(actor: PersonActor, id: Id<'series'>, until?: PlainDateText): Promise<Changed<Series>>;

  close(actor: PersonActor, id: Id<'meeting'>, outcome: Outcome): Promise<Changed<Meeting>>;
  reopenMeeting(actor: PersonActor, id: Id<'meeting'>): Promise<Changed<Meeting>>;
  /** What the two keep of a meeting that is closed; empty takes it away. */
  keepNote(actor: PersonActor, id: Id<'meeting'>, note: string): Promise<Changed<Meeting>>;

  addPoint(actor: PersonActor, id: Id<'series'>, text: string, visibility: Visibility): Promise<Changed<Point>>;
  /** One's own only. */
  removePoint(actor: PersonActor, id: Id<'point'>): Promise<Changed<Point>>;
  /** Open ones, those that were carried over first; and, for `all`, those that are done. */
  points(actor: PersonActor, id: Id<'series'>, which?: 'open' | 'all'): Promise<readonly Point[]>;
  /** Ticks a point off, or takes that back. */
  settlePoint(actor: PersonActor, id: Id<'point'>, done: boolean): Promise<Changed<Point>>;

  /** HR: of the own company. Groups of fewer than five are not in it. */
  figures(actor: PersonActor): Promise<Figures>;

  /** Jobs. Each gives how many rows it changed. */
  reconcile(actor: Actor): Promise<number>;
  planMeetings(actor: Actor): Promise<number>;
  countFigures(actor: Actor): Promise<number>;
}
