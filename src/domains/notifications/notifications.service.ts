import { Temporal } from 'temporal-polyfill';
import type { PersonActor } from '../../platform/access/actor.ts';
import { authorise } from '../../platform/access/policy.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { type Id, newId } from '../../platform/ids/ids.ts';
import type { Outbox } from '../../platform/outbox/outbox.types.ts';
import type { Clock, PlainDateText } from '../../platform/time/clock.ts';
import { defaultQuietHours, pausedUntil } from './manners.rules.ts';
import {
  countFigures,
  deleteOver,
  findLastSent,
  findNotice,
  insertNotices,
  listMembers,
  listToldNudges,
  mark,
  type NewNotice,
  type StoredNotice,
  type ToldNudges,
  withdrawAgain,
} from './notices.repository.ts';
import type { NoticeKind, NoticeSettings, NotificationsService, SeenNotice, Snoozed } from './notifications.types.ts';
import { entryOf, outboxKind } from './plan-notices.ts';
import { findPreferences, saveKind, saveQuietHours, saveSnooze } from './preferences.repository.ts';

export interface NotificationsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly kinds: () => readonly NoticeKind[];
}

const dayMs = 24 * 60 * 60_000;
/** "This message" is one of the last week. */
const rememberedMs = 7 * dayMs;
/** How far back the last three of a kind are looked for. */
export const historyMs = 60 * dayMs;

/** A year of figures, and some days for whoever looks back at its first month. */
const keptMs = 400 * dayMs;

type Data = 'notice' | 'notice-preference';

export function createNotificationsService(deps: NotificationsDeps): NotificationsService {
  const { db, clock, kinds, outbox } = deps;

  /** In a transaction of the person's own, on what is theirs. */
  function own<Result>(actor: PersonActor, data: Data, act: 'read' | 'write', work: (tx: Tx) => Promise<Result>) {
    authorise(actor, { data, act, subject: { personId: actor.personId } });
    return db.transaction(actor, work);
  }
  const seen = (notice: StoredNotice | null) => (notice === null ? null : seenOf(notice, kinds()));

  return {
    kinds,

    settings: actor =>
      own(actor, 'notice-preference', 'read', async tx => {
        const preferences = await findPreferences(tx, actor.personId);
        const told = await listToldNudges(tx, actor.personId, new Date(clock.now().getTime() - historyMs));
        return settingsOf(kinds(), preferences, told, clock.now());
      }),

    setQuietHours: (actor, quiet) =>
      own(actor, 'notice-preference', 'write', async tx => {
        const before = await findPreferences(tx, actor.personId);
        await saveQuietHours(tx, actor.personId, quiet === null ? null : checked(quiet));
        return before.quiet ?? defaultQuietHours;
      }),

    snoozeAll: (actor, until) =>
      own(actor, 'notice-preference', 'write', async tx => {
        const before = await findPreferences(tx, actor.personId);
        await saveSnooze(tx, actor.personId, until);
        return before.snoozedUntil;
      }),

    switchKind: (actor, kind, on) =>
      own(actor, 'notice-preference', 'write', tx => saveKind(tx, actor.personId, kind, on)),

    notice: (actor, id) => own(actor, 'notice', 'read', async tx => seen(await findNotice(tx, id))),

    lastNotice: actor =>
      own(actor, 'notice', 'read', async tx =>
        seen(await findLastSent(tx, actor.personId, new Date(clock.now().getTime() - rememberedMs))),
      ),

    snooze: (actor, id, until) =>
      own(actor, 'notice', 'write', async tx => {
        const notice = await findNotice(tx, id);
        if (notice === null || notice.state !== 'sent') return { kind: 'gone' };
        return snooze(tx, { outbox, clock }, actor, notice, until);
      }),

    unsnooze: (actor, id) =>
      own(actor, 'notice', 'write', async tx => {
        const ids = await withdrawAgain(tx, id);
        if (ids.length > 0) await outbox.cancel(tx, { kind: outboxKind, subjects: ids });
      }),

    pressed: (actor, id, how) => own(actor, 'notice', 'write', tx => mark(tx, id, how, clock.now())),

    figures(actor, since, kind) {
      authorise(actor, { data: 'notice-figures', act: 'read', subject: { companyId: actor.companyId } });
      return db.transaction(actor, tx => countFigures(tx, since, actor.timeZone, kind ?? null));
    },

    async forgetOld(actor) {
      authorise(actor, { data: 'notice', act: 'write' });
      return db.transaction(actor, tx => deleteOver(tx, new Date(clock.now().getTime() - keptMs)));
    },
  };
}

function seenOf({ id, kind, subject, state, sentAt, notAfter }: StoredNotice, kinds: readonly NoticeKind[]) {
  const known = kinds.find(({ name }) => name === kind);
  const seen: SeenNotice | null = known === undefined ? null : { id, kind: known, subject, state, sentAt, notAfter };
  return seen;
}

function settingsOf(
  kinds: readonly NoticeKind[],
  { quiet, snoozedUntil, off }: Awaited<ReturnType<typeof findPreferences>>,
  told: readonly ToldNudges[],
  now: Date,
): NoticeSettings {
  const today = now.getTime();
  return {
    kinds: kinds.map(kind => ({
      kind,
      on: !off.has(kind.name),
      pausedUntil: pausedUntil(nudgesFor(kind.name, told), new Date(today)),
    })),
    quiet: quiet ?? defaultQuietHours,
    snoozedUntil,
  };
}

/** What was told, as the rules look at it for a kind. */
export function nudgesFor(kind: string, told: readonly ToldNudges[]) {
  return told.map(({ at, kinds, opened }) => ({ sentAt: at, sameKind: kinds.includes(kind), opened }));
}

const minutesADay = 24 * 60;
/** Somebody who is never to be written to switches the kinds off instead. */
const leastOpenMinutes = 4 * 60;

/** @throws AppError `notifications.quiet-hours` when hardly an hour of the day is left */
function checked(quiet: NoticeSettings['quiet']): NoticeSettings['quiet'] {
  const length = (quiet.to - quiet.from + minutesADay) % minutesADay;
  const inDay = [quiet.from, quiet.to].every(minute => Number.isInteger(minute) && minute >= 0 && minute < minutesADay);
  if (!inDay || minutesADay - length < leastOpenMinutes) throw new AppError('notifications.quiet-hours');
  return quiet;
}

async function snooze(
  tx: Tx,
  { outbox, clock }: Pick<NotificationsDeps, 'outbox' | 'clock'>,
  actor: PersonActor,
  notice: StoredNotice,
  until: PlainDateText,
): Promise<Snoozed> {
  const dueAt = startOf(until, actor.timeZone);
  const all = [notice, ...(await listMembers(tx, notice.id))];
  const useful = all.filter(({ notAfter }) => notAfter === null || notAfter > dueAt);
  if (useful.length === 0) return { kind: 'too-late', notAfter: notice.notAfter ?? dueAt };
  const again = useful.map(one => againOf(one, dueAt));
  await insertNotices(tx, again);
  await outbox.put(tx, again.map(entryOf));
  await mark(tx, notice.id, 'snoozed', clock.now());
  return { kind: 'snoozed', until };
}

/** The same once more, under a key of its own: the first one's stays taken. */
function againOf(notice: StoredNotice, dueAt: Date): NewNotice {
  const { id: first, kind, urgency, inDigests, person, subject, notAfter } = notice;
  const id: Id<'notice'> = newId('notice');
  return { id, key: `again:${id}`, kind, urgency, inDigests, person, subject, dueAt, notAfter, againOf: first };
}

function startOf(day: PlainDateText, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
}
