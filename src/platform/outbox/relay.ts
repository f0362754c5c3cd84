import type { Database, Tx } from '../db/database.ts';
import { withDeadline } from '../db/deadline.ts';
import type { Reach } from '../faults/kill-points.ts';
import type { Clock } from '../time/clock.ts';
import {
  type ClaimedRow,
  claim,
  endCancelled,
  giveOut,
  listCancelled,
  listNewTenants,
  listPaces,
  listUnsettled,
  markRow,
  savePace,
  settleTenants,
  slowDown,
  speedUp,
  takeBack,
  takeBackAll,
  takeBackQueued,
  type Wait,
} from './outbox.repository.ts';
import type { Handled, OutboxHandler } from './outbox.types.ts';
import { markOf } from './retry.rules.ts';

const delivering = { kind: 'system', purpose: 'deliver' } as const;
/** Longer than any attempt may take: whoever holds a row for longer is dead. */
const defaultLeaseMs = 5 * 60_000;
const attemptMs = 30_000;
/** After the database could not be asked. */
const claimAgainMs = 2_000;
/** A row that was given out and not claimed for so long after its time has fallen out of the queue. */
const stuckMs = 30_000;
const settleAtOnce = 1_000;
/** So many thousands are settled before the first is given out: a tenant whose turn comes late would finish late. */
const settlePages = 20;
/** Entries whose handler knows no tenant for them: nowhere to send to, which the handler says itself when it is asked to deliver. */
const nowhere = 'nowhere';

export interface RelayDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** The handlers of all kinds; asked at each delivery. */
  readonly handlers: () => readonly OutboxHandler[];
  /** Messages a second that a tenant is sent at the most. */
  readonly perSecondOf: (tenant: string) => number;
  readonly reach: Reach;
  readonly onFault: (where: string, fault: unknown) => void;
  /** From 0 to 1. Default Math.random. */
  readonly random?: () => number;
  /** How long a row stays with a process that says nothing. Default 5 minutes; trials have less time. */
  readonly leaseMs?: number;
}

/** A row that was given out: to be delivered so many milliseconds from now, under a name that is new each time. */
export interface Due {
  readonly id: string;
  readonly round: number;
  readonly inMs: number;
}

/** One way from a row to a message, for every engine that gives rows out. */
export interface Relay {
  /** Gives out what is due, for `horizonMs` ahead. */
  giveOut(horizonMs: number): Promise<readonly Due[]>;
  /**
   * Delivers a row that was given out, unless somebody else has or it is not wanted any more. Never throws for what fails. Gives the
   * milliseconds after which to come again when its tenant has no place yet or the database could not be asked; null = it is done with.
   */
  deliver(id: string): Promise<number | null>;
  /** Takes back what nobody works on any more. Gives how many. */
  reconcile(): Promise<number>;
  /** Takes back all that was given out and not begun: the queue has forgotten it. */
  takeBackQueued(): Promise<number>;
  /** At the start of the only process that there is. */
  takeBackAll(): Promise<number>;
}

export function createRelay(deps: RelayDeps): Relay {
  const { db, clock } = deps;
  const asDeliverer = <Result>(work: (tx: Tx) => Promise<Result>) => db.transaction(delivering, work);
  const lastPlaces = new Map<string, number>();

  /** One place after the other, so that those who wait for the same tenant do not all come again at once. */
  function placeAfter({ tenant, until, everyMs }: Wait): number {
    const at = Math.max(until.getTime(), (lastPlaces.get(tenant) ?? 0) + everyMs);
    lastPlaces.set(tenant, at);
    return Math.max(1, at - clock.now().getTime());
  }

  return {
    async giveOut(horizonMs) {
      await settle(deps);
      // A plan that was made and kept while the outbox was empty takes seconds when ten thousand rows come at once.
      const given = await db.transaction(delivering, tx => giveOut(tx, clock.now(), horizonMs), 'anew');
      const now = clock.now().getTime();
      return given.map(({ id, round, at }) => ({ id, round, inMs: Math.max(0, at.getTime() - now) }));
    },
    async deliver(id) {
      const now = clock.now();
      const leaseUntil = new Date(now.getTime() + (deps.leaseMs ?? defaultLeaseMs));
      let row: ClaimedRow | Wait | null;
      try {
        row = await asDeliverer(tx => claim(tx, id, now, leaseUntil));
      } catch (fault) {
        deps.onFault('outbox.claim', fault);
        return claimAgainMs;
      }
      if (row !== null && 'until' in row) return placeAfter(row);
      // What fails now keeps its lease and is taken back when it is over.
      if (row !== null) await deliverRow(deps, row).catch(fault => deps.onFault('outbox.deliver', fault));
      return null;
    },
    async reconcile() {
      await tellCancelled(deps);
      return asDeliverer(async tx => {
        await resetPaces(deps, tx);
        await speedUp(tx, clock.now());
        return takeBack(tx, clock.now(), new Date(clock.now().getTime() - stuckMs));
      });
    },
    takeBackQueued: () => asDeliverer(takeBackQueued),
    takeBackAll: () => asDeliverer(takeBackAll),
  };
}

/** Asks whose limits apply to what is due and does not say it yet. */
async function settle(deps: RelayDeps): Promise<void> {
  const { db, clock } = deps;
  for (let page = 0; page < settlePages; page++) if ((await settleSome(deps)) < settleAtOnce) break;
  await db.transaction(delivering, async tx => {
    for (const tenant of await listNewTenants(tx, clock.now()))
      await savePace(tx, tenant, deps.perSecondOf(tenant), clock.now());
  });
}

/** Gives how many there were; those of no handler stay open and wait for a process that has one. */
async function settleSome({ db, clock, handlers }: RelayDeps): Promise<number> {
  const open = await db.transaction(delivering, tx => listUnsettled(tx, clock.now(), settleAtOnce));
  let done = 0;
  for (const handler of handlers()) {
    const own = open.filter(({ kind }) => kind === handler.kind);
    if (own.length === 0) continue;
    const tenants = await handler.tenantOf(own);
    const settled = own.map(({ id }, at) => ({ id, tenant: tenants[at] ?? nowhere }));
    await db.transaction(delivering, tx => settleTenants(tx, settled));
    done += settled.length;
  }
  return done;
}

/** Tenants whose pace was set otherwise by an earlier version: a slower one holds at once, a faster one is reached step by step. */
async function resetPaces({ clock, perSecondOf }: RelayDeps, tx: Tx): Promise<void> {
  for (const { tenant, most } of await listPaces(tx))
    if (most !== Math.fround(perSecondOf(tenant))) await savePace(tx, tenant, perSecondOf(tenant), clock.now());
}

/** An operator has no handlers: whose entry was taken back is told here. */
async function tellCancelled({ db, clock, handlers }: RelayDeps): Promise<void> {
  const cancelled = await db.transaction(delivering, listCancelled);
  for (const row of cancelled)
    await handlers()
      .find(({ kind }) => kind === row.kind)
      ?.ended(row, 'cancelled', 'operator');
  if (cancelled.length === 0) return;
  await db.transaction(delivering, tx =>
    endCancelled(
      tx,
      cancelled.map(({ id }) => id),
      clock.now(),
    ),
  );
}

async function deliverRow(deps: RelayDeps, row: ClaimedRow): Promise<void> {
  const { clock } = deps;
  const handler = deps.handlers().find(({ kind }) => kind === row.kind);
  deps.reach('outbox-claimed');
  const handled = await attempt(deps, row, handler);
  deps.reach('outbox-delivered');
  const mark = markOf(row, handled, clock.now(), (deps.random ?? Math.random)());
  const marked = await deps.db.transaction(delivering, async tx => {
    const done = await markRow(tx, row, mark, clock.now());
    if (done && mark.state === 'sent') await handler?.sent?.(tx, row);
    if (done && handled.kind === 'rate-limited' && row.tenant !== null)
      await slowDown(tx, row.tenant, new Date(clock.now().getTime() + handled.retryAfterMs), clock.now());
    return done;
  });
  const givenUp = mark.state === 'failed' || (mark.state === 'dropped' && handled.kind !== 'dropped');
  if (marked && givenUp) await handler?.ended(row, mark.state, mark.reason);
}

async function attempt(deps: RelayDeps, row: ClaimedRow, handler: OutboxHandler | undefined): Promise<Handled> {
  const now = deps.clock.now();
  if (handler === undefined) return { kind: 'temporary', reason: 'no-handler' };
  if (row.notAfter !== null && row.notAfter <= now) {
    await handler.ended(row, 'dropped', 'too-late');
    return { kind: 'dropped', reason: 'too-late' };
  }
  try {
    return await withDeadline(handler.deliver(row), attemptMs, 'delivery');
  } catch (fault) {
    deps.onFault(`outbox.${row.kind}`, fault);
    // A fault says nothing about whether the message had gone out already.
    return { kind: 'ambiguous' };
  }
}
