import type { PersonActor } from '../../platform/access/actor.ts';
import { recordAudit } from '../../platform/access/audit.ts';
import { authorise } from '../../platform/access/policy.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { type Id, newId } from '../../platform/ids/ids.ts';
import type { Outbox } from '../../platform/outbox/outbox.types.ts';
import { type Clock, todayIn } from '../../platform/time/clock.ts';
import { replanNotices } from './notices.repository.ts';
import type { Notices, PlannedNotice } from './notifications.types.ts';
import { findNudge, insertNudge, listNudges, saveApproval, saveAudience, saveState } from './nudges.repository.ts';
import { approvalFrom, nudgeFaults, nudgeTimes, usefulMs } from './nudges.rules.ts';
import type { Nudge, NudgeAudience, NudgeOutcome, NudgeRefusal, NudgesService } from './nudges.types.ts';
import { entryOf } from './plan-notices.ts';

export interface NudgesDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly outbox: Outbox;
  readonly audience: NudgeAudience;
}

export const nudgeKind = 'nudge';
export const nudgeTestKind = 'nudge-test';

type Found = Awaited<ReturnType<NudgeAudience['find']>>;

export function createNudgesService(deps: NudgesDeps): NudgesService {
  const { db, clock, notices, audience } = deps;

  function own<Result>(actor: PersonActor, act: 'read' | 'write', work: (tx: Tx) => Promise<Result>): Promise<Result> {
    authorise(actor, { data: 'nudge', act, subject: { companyId: actor.companyId } });
    return db.transaction(actor, work);
  }
  /** Decides and changes one nudge; what is decided is in the audit trail. */
  const change = (
    actor: PersonActor,
    id: Id<'nudge'>,
    how: string,
    work: (tx: Tx, nudge: Nudge) => Promise<NudgeOutcome>,
  ): Promise<NudgeOutcome> =>
    own(actor, 'write', async tx => {
      const nudge = await findNudge(tx, id);
      if (nudge === null || nudge.state === 'stopped') return refused('gone');
      const outcome = await work(tx, nudge);
      if (outcome.kind === 'done') await audit(tx, actor, id, how, outcome.people);
      return outcome;
    });

  return {
    async draft(actor, draft) {
      authorise(actor, { data: 'nudge', act: 'write', subject: { companyId: actor.companyId } });
      const faults = nudgeFaults(draft, todayIn(clock, actor.timeZone));
      if (faults.length > 0) return { kind: 'refused', faults };
      const id = newId('nudge');
      await own(actor, 'write', async tx => {
        await insertNudge(tx, { ...draft, id, companyId: actor.companyId, createdBy: actor.personId });
        await audit(tx, actor, id, 'create', 0);
      });
      const made = {
        id,
        state: 'draft',
        audience: null,
        round: 0,
        createdBy: actor.personId,
        approvedBy: null,
      } as const;
      return { kind: 'saved', nudge: { ...draft, ...made } };
    },

    list: actor => own(actor, 'read', tx => listNudges(tx, actor.companyId)),
    find: (actor, id) => own(actor, 'read', tx => findNudge(tx, id)),
    options: actor => audience.options(actor),

    async dryRun(actor, id) {
      const nudge = await own(actor, 'read', tx => findNudge(tx, id));
      if (nudge === null) return null;
      const found = await audience.find(actor, nudge.condition);
      await own(actor, 'write', tx => saveAudience(tx, id, found.people.length));
      const seconds = await audience.secondsFor(found.people.map(person => person.id));
      return {
        people: found.people.length,
        total: found.total,
        times: nudgeTimes(nudge, actor.timeZone),
        minutes: Math.ceil(seconds / 60),
      };
    },

    testSend: (actor, id) =>
      change(actor, id, 'test', async (tx, nudge) => {
        const key = `${nudgeTestKind}:${newId('notice')}`;
        const due = { dueAt: clock.now(), notAfter: new Date(clock.now().getTime() + usefulMs) };
        await notices.plan(tx, [{ kind: nudgeTestKind, person: actor.personId, subject: id, key, ...due }]);
        return { kind: 'done', nudge, people: 1 };
      }),

    approve: (actor, id) =>
      change(actor, id, 'approve', async (tx, nudge) => {
        if (nudge.createdBy === actor.personId) return refused('own-approval');
        if (nudge.audience === null) return refused('no-dry-run');
        await saveApproval(tx, id, actor.personId);
        return { kind: 'done', nudge: { ...nudge, approvedBy: actor.personId }, people: nudge.audience };
      }),

    async start(actor, id) {
      const nudge = await own(actor, 'write', tx => findNudge(tx, id));
      if (nudge === null) return refused('gone');
      const found = await audience.find(actor, nudge.condition);
      return change(actor, id, 'start', (tx, now) => start(tx, deps, now, found));
    },

    halt: (actor, id, to) =>
      change(actor, id, to, async (tx, nudge) => {
        const people = await notices.withdraw(tx, { subject: id, kind: nudgeKind });
        await saveState(tx, id, to, nudge.round);
        return { kind: 'done', nudge: { ...nudge, state: to }, people };
      }),
  };
}

async function start(tx: Tx, deps: NudgesDeps, nudge: Nudge, found: Found): Promise<NudgeOutcome> {
  if (nudge.state === 'running') return { kind: 'done', nudge, people: found.people.length };
  const why = refusalToStart(nudge, found);
  if (why !== null) return refused(why);
  const round = nudge.round + 1;
  const messages =
    nudge.state === 'paused' ? await goOn(tx, deps, nudge, round) : await planAll(tx, deps, nudge, found);
  if (messages === 0) return refused('in-the-past');
  await saveState(tx, nudge.id, 'running', round);
  return { kind: 'done', nudge: { ...nudge, state: 'running', round }, people: found.people.length };
}

async function planAll(tx: Tx, { clock, notices }: NudgesDeps, nudge: Nudge, found: Found): Promise<number> {
  const planned = plannedFor(nudge, found, clock.now());
  await notices.plan(tx, planned);
  return planned.length;
}

/** With what the pause took back, and nothing that was sent before it. */
async function goOn(tx: Tx, { outbox }: NudgesDeps, { id }: Nudge, round: number): Promise<number> {
  const again = (await replanNotices(tx, id, nudgeKind)).map(entryOf);
  // The key of the first time is taken for ever.
  await outbox.put(
    tx,
    again.map(entry => ({ ...entry, key: `${entry.key}:${round}` })),
  );
  return again.length;
}

/** The size counts now, not at the dry run: people may have come since. */
function refusalToStart({ audience, approvedBy }: Nudge, { people, total }: Found): NudgeRefusal | null {
  if (audience === null) return 'no-dry-run';
  if (people.length === 0) return 'nobody';
  if (people.length === total) return 'matches-everyone';
  return people.length >= approvalFrom && approvedBy === null ? 'needs-approval' : null;
}

/** Each person at each time that is not over, by their own clock. */
function plannedFor(nudge: Nudge, { people }: Found, now: Date): readonly PlannedNotice[] {
  const byZone = new Map<string, readonly Date[]>();
  const timesIn = (timeZone: string) => {
    const times = byZone.get(timeZone) ?? nudgeTimes(nudge, timeZone);
    byZone.set(timeZone, times);
    return times.filter(at => at.getTime() + usefulMs > now.getTime());
  };
  return people.flatMap(({ id, timeZone }) =>
    timesIn(timeZone).map(dueAt => ({
      kind: nudgeKind,
      person: id,
      subject: nudge.id,
      dueAt,
      notAfter: new Date(dueAt.getTime() + usefulMs),
      key: `${nudgeKind}:${nudge.id}:${id}:${dueAt.toISOString()}`,
    })),
  );
}

function refused(reason: NudgeRefusal): NudgeOutcome {
  return { kind: 'refused', reason };
}

async function audit(tx: Tx, actor: PersonActor, id: Id<'nudge'>, how: string, people: number): Promise<void> {
  const { companyId } = actor;
  await recordAudit(tx, actor, {
    action: `nudge.${how}`,
    subjectKind: 'nudge',
    subjectId: id,
    companyId,
    detail: { people },
  });
}
