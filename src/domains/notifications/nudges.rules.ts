import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { Bilingual } from '../../platform/i18n/locale.ts';
import type { PlainDateText } from '../../platform/time/clock.ts';

/** People whose attributes are all among these; an empty list asks for nothing. */
export interface NudgeCondition {
  /** English names of divisions, as in the company's file. */
  readonly divisions: readonly string[];
  readonly jobCategories: readonly string[];
  readonly positions: readonly string[];
}

/** A message that HR writes for some people of its company. */
export interface NudgeDraft {
  readonly name: string;
  readonly condition: NudgeCondition;
  /** May name `nudgeVariables`, as in `{division}`. */
  readonly text: Bilingual;
  /** Day and time by the clock of each recipient: `2026-12-01T10:00`. */
  readonly startsAt: string;
  /** RFC 5545 with an end: `FREQ=MONTHLY;COUNT=3`; null = once. */
  readonly rule: string | null;
}

/** What a text may say of its recipient. Nothing that another person must not see over the shoulder. */
export const nudgeVariables = ['company', 'division', 'position'] as const;
export type NudgeVariable = (typeof nudgeVariables)[number];

export type NudgeFault =
  | 'no-name'
  | 'no-text'
  | 'too-long'
  | 'unknown-variable'
  | 'matches-everyone'
  | 'bad-start'
  | 'in-the-past'
  | 'bad-rule'
  | 'no-end'
  | 'too-many';

/** From so many recipients on, a second person of HR has to approve. */
export const approvalFrom = 50;
const longestName = 80;
const longestText = 1_000;
const mostOccurrences = 60;
/** A nudge is of use for a week. */
export const usefulMs = 7 * 24 * 60 * 60_000;

/** Everything that is wrong with a draft; `today` is the writer's. */
export function nudgeFaults(draft: NudgeDraft, today: PlainDateText): readonly NudgeFault[] {
  const texts = [draft.text.ja, draft.text.en];
  const { divisions, jobCategories, positions } = draft.condition;
  const faults: readonly (NudgeFault | null)[] = [
    draft.name.trim() === '' ? 'no-name' : null,
    texts.some(text => text.trim() === '') ? 'no-text' : null,
    draft.name.length > longestName || texts.some(text => text.length > longestText) ? 'too-long' : null,
    texts.some(text => unknownVariables(text).length > 0) ? 'unknown-variable' : null,
    divisions.length + jobCategories.length + positions.length === 0 ? 'matches-everyone' : null,
    startFault(draft.startsAt, today),
    ruleFault(draft),
  ];
  return faults.filter(fault => fault !== null);
}

/** The names in braces that are no variable. */
export function unknownVariables(text: string): readonly string[] {
  const known: readonly string[] = nudgeVariables;
  return [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name).filter(name => !known.includes(name));
}

export function fillNudge(text: string, values: Readonly<Record<NudgeVariable, string>>): string {
  return text.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
    const variable = nudgeVariables.find(known => known === name);
    return variable === undefined ? whole : values[variable];
  });
}

function startFault(startsAt: string, today: PlainDateText): NudgeFault | null {
  const start = localOf(startsAt);
  if (start === null) return 'bad-start';
  return Temporal.PlainDate.compare(start.toPlainDate(), today) < 0 ? 'in-the-past' : null;
}

function ruleFault({ rule, startsAt }: NudgeDraft): NudgeFault | null {
  if (rule === null || localOf(startsAt) === null) return null;
  if (!/^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*$/.test(rule)) return 'bad-rule';
  if (!/;(COUNT|UNTIL)=/.test(rule)) return 'no-end';
  const count = countOf(rule, startsAt);
  if (count === null || count === 0) return 'bad-rule';
  return count > mostOccurrences ? 'too-many' : null;
}

/** Counted one beyond what is allowed; null when the rule makes no sense. */
function countOf(rule: string, startsAt: string): number | null {
  try {
    return instants(rule, startsAt, 'UTC', mostOccurrences + 1).length;
  } catch {
    return null;
  }
}

/** When it is due for somebody in that zone. */
export function nudgeTimes(
  { rule, startsAt }: Pick<NudgeDraft, 'rule' | 'startsAt'>,
  timeZone: string,
): readonly Date[] {
  if (rule !== null) return instants(rule, startsAt, timeZone, mostOccurrences);
  return [new Date(Temporal.PlainDateTime.from(startsAt).toZonedDateTime(timeZone).epochMilliseconds)];
}

function instants(rule: string, startsAt: string, timeZone: string, most: number): readonly Date[] {
  const dtstart = Temporal.PlainDateTime.from(startsAt).toZonedDateTime(timeZone);
  const rrule = new RRuleTemporal({ rruleString: `RRULE:${rule}`, dtstart, tzid: timeZone, temporal: Temporal });
  return rrule.all((_at: unknown, place: number) => place < most).map(at => new Date(at.epochMilliseconds));
}

function localOf(text: string): Temporal.PlainDateTime | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text);
  } catch {
    return null;
  }
}
