import type { PersonActor } from '../../platform/access/actor.ts';
import type { Bilingual } from '../../platform/i18n/locale.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { Place } from './notifications.types.ts';
import type { NudgeCondition, NudgeDraft, NudgeFault } from './nudges.rules.ts';

export interface Nudge extends NudgeDraft {
  readonly id: Id<'nudge'>;
  readonly state: 'draft' | 'running' | 'paused' | 'stopped';
  /** How many people the last dry run found; null = none was made. */
  readonly audience: number | null;
  readonly round: number;
  readonly createdBy: Id<'person'>;
  readonly approvedBy: Id<'person'> | null;
}

interface NudgeOption {
  /** As it stands in a condition. */
  readonly value: string;
  readonly label: Bilingual;
}

/** What a condition may ask for, as HR chooses it. */
export interface NudgeOptions {
  readonly divisions: readonly NudgeOption[];
  readonly jobCategories: readonly NudgeOption[];
  readonly positions: readonly NudgeOption[];
}

/** What nudges need of people, as `src/app` gives it from the people area. */
export interface NudgeAudience {
  find(
    actor: PersonActor,
    condition: NudgeCondition,
  ): Promise<{
    readonly people: readonly { readonly id: Id<'person'>; readonly timeZone: string }[];
    readonly total: number;
  }>;
  options(actor: PersonActor): Promise<NudgeOptions>;
  /** Seconds that it takes to write to all of them. */
  secondsFor(people: readonly Id<'person'>[]): Promise<number>;
  /** The attributes of the recipient, as they may see them; null when there are none (any more). */
  own(actor: PersonActor): Promise<Place | null>;
}

export interface DryRun {
  readonly people: number;
  readonly total: number;
  /** When somebody in the actor's zone would get it. */
  readonly times: readonly Date[];
  /** From the first of one time to the last, at the pace that the platforms take, if nobody's manners hold it back. */
  readonly minutes: number;
}

export type NudgeRefusal =
  | 'gone'
  | 'no-dry-run'
  | 'nobody'
  | 'matches-everyone'
  | 'needs-approval'
  | 'own-approval'
  | 'in-the-past';

export type NudgeOutcome =
  | { readonly kind: 'done'; readonly nudge: Nudge; readonly people: number }
  | { readonly kind: 'refused'; readonly reason: NudgeRefusal };

/** Everything is for HR, in its own company. */
export interface NudgesService {
  draft(
    actor: PersonActor,
    draft: NudgeDraft,
  ): Promise<
    | { readonly kind: 'saved'; readonly nudge: Nudge }
    | { readonly kind: 'refused'; readonly faults: readonly NudgeFault[] }
  >;
  list(actor: PersonActor): Promise<readonly Nudge[]>;
  find(actor: PersonActor, id: Id<'nudge'>): Promise<Nudge | null>;
  options(actor: PersonActor): Promise<NudgeOptions>;
  /** Who would get it, and when; nothing is sent. */
  dryRun(actor: PersonActor, id: Id<'nudge'>): Promise<DryRun | null>;
  /** To the actor alone, at once. */
  testSend(actor: PersonActor, id: Id<'nudge'>): Promise<NudgeOutcome>;
  /** By somebody else than who wrote it. */
  approve(actor: PersonActor, id: Id<'nudge'>): Promise<NudgeOutcome>;
  /** Plans it for everybody whom it concerns now; also goes on after a pause. */
  start(actor: PersonActor, id: Id<'nudge'>): Promise<NudgeOutcome>;
  /** Takes back what is not sent yet; `people` counts the messages. A stopped one cannot be started again. */
  halt(actor: PersonActor, id: Id<'nudge'>, to: 'paused' | 'stopped'): Promise<NudgeOutcome>;
}
