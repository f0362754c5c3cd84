import type { Tx } from '../../platform/db/database.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { OneononesDeps } from './oneonones.deps.ts';
import type { Meeting, Series } from './oneonones.types.ts';
import { changeNotice, horizonMs, noticesFor, planFor } from './planning.rules.ts';
import { deleteMeetings, insertMeetings, listMeetingsFrom, markPlanned } from './series.repository.ts';

type PlanningDeps = Pick<OneononesDeps, 'clock' | 'notices'>;

/** Makes the meetings of a series, and what is told about them, those of its cadence and state now. Gives how many meetings changed. */
export async function replan({ clock, notices }: PlanningDeps, tx: Tx, series: Series): Promise<number> {
  const now = clock.now();
  const { add, drop } = planFor(series, await listMeetingsFrom(tx, series.id, now), now);
  for (const { id } of drop) await notices.withdraw(tx, { subject: id });
  await deleteMeetings(
    tx,
    drop.map(({ id }) => id),
  );
  const added = await insertMeetings(tx, series, add);
  const planned = added.flatMap(meeting => noticesFor(meeting, series, now));
  if (planned.length > 0) await notices.plan(tx, planned);
  await markPlanned(tx, series.id, new Date(now.getTime() + horizonMs));
  return added.length + drop.length;
}

/** Takes back what was to be told about a meeting and plans what is true now. */
export async function tellAnew(
  { clock, notices }: PlanningDeps,
  tx: Tx,
  meeting: Meeting,
  series: Series,
): Promise<void> {
  await notices.withdraw(tx, { subject: meeting.id });
  const planned = noticesFor(meeting, series, clock.now());
  if (planned.length > 0) await notices.plan(tx, planned);
}

/** Tells somebody that a series or a meeting is not as it was. */
export async function tellChange(
  { clock, notices }: PlanningDeps,
  tx: Tx,
  subject: Pick<Series, 'id' | 'revision'> | Pick<Meeting, 'id' | 'revision'>,
  person: Id<'person'>,
  notAfter: Date | null,
): Promise<void> {
  await notices.withdraw(tx, { subject: subject.id, kind: 'oneonone-changed' });
  await notices.plan(tx, [changeNotice(subject, person, clock.now(), notAfter)]);
}

export function otherOf({ managerId, memberId }: Series, personId: Id<'person'>): Id<'person'> {
  return personId === managerId ? memberId : managerId;
}
