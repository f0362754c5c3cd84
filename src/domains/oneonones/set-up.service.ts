import type { PersonActor } from '../../platform/access/actor.ts';
import { authorise } from '../../platform/access/policy.ts';
import type { Tx } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { OneononesDeps } from './oneonones.deps.ts';
import type { OneononesService, SetUp, SetUpRefusal } from './oneonones.types.ts';
import { otherOf, replan, tellChange } from './planned-meetings.ts';
import { findLiveOf, findManagerOf, hasReports, insertSeries, listNext } from './series.repository.ts';
import { type Cadence, checkCadence } from './series.rules.ts';

export function createSetUp(deps: OneononesDeps): Pick<OneononesService, 'setUp'> {
  return {
    async setUp(actor, memberId, wanted) {
      const checked = checkCadence(wanted, deps.clock.now());
      if (checked.kind === 'refused') return { kind: 'refused', reason: checked.fault };
      try {
        return await deps.db.transaction(actor, tx => setUp(deps, tx, actor, memberId, checked.cadence));
      } catch (fault) {
        // A series with an earlier manager, whom the new one does not see, until it is handed over.
        if (fault instanceof AppError && fault.code === 'db.unique') return { kind: 'refused', reason: 'exists' };
        throw fault;
      }
    },
  };
}

async function setUp(
  deps: OneononesDeps,
  tx: Tx,
  actor: PersonActor,
  memberId: Id<'person'>,
  cadence: Cadence,
): Promise<SetUp> {
  const managerId = (await findManagerOf(tx, memberId))?.managerId ?? null;
  const refusal = await refusalOf(tx, actor, memberId, managerId);
  if (managerId === null || refusal !== null) return { kind: 'refused', reason: refusal ?? 'no-manager' };
  authorise(actor, { data: 'oneonone', act: 'write', subject: { personId: memberId, managerId } });
  if ((await findLiveOf(tx, memberId)) !== null) return { kind: 'refused', reason: 'exists' };
  const series = await insertSeries(tx, { managerId, memberId }, cadence);
  await replan(deps, tx, series);
  await tellChange(deps, tx, series, otherOf(series, actor.personId), null);
  const [first = null] = await listNext(tx, [series.id], deps.clock.now());
  return { kind: 'set-up', series, first };
}

async function refusalOf(
  tx: Tx,
  actor: PersonActor,
  memberId: Id<'person'>,
  managerId: Id<'person'> | null,
): Promise<SetUpRefusal | null> {
  if (memberId === actor.personId) return managerId === null ? 'no-manager' : null;
  if (!(await hasReports(tx, actor.personId))) return 'no-members';
  return managerId === actor.personId ? null : 'not-your-member';
}
