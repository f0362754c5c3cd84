import { noticeRecipients } from '../../src/app/notice-recipients.ts';
import { createNoticeHandler } from '../../src/domains/notifications/deliver-notice.ts';
import { createNotificationsService } from '../../src/domains/notifications/notifications.service.ts';
import type { NoticeKind, PlannedNotice } from '../../src/domains/notifications/notifications.types.ts';
import { createNotices } from '../../src/domains/notifications/plan-notices.ts';
import { createPeopleService } from '../../src/domains/people/people.service.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import { type Id, namedId } from '../../src/platform/ids/ids.ts';
import { createOutbox } from '../../src/platform/outbox/outbox.ts';
import type { Handled, OutboxAttempt, OutboxEntry } from '../../src/platform/outbox/outbox.types.ts';
import { systemActor, type TestDatabase } from './database.ts';
import { createFakeChannel } from './fake-channel.ts';
import { seedTwoCompanies, twoCompanies } from './group-of-two-companies.ts';

/** Wednesday 1 April 2026, 10:00 in Tokyo. */
export const workingHours = new Date('2026-04-01T01:00:00Z');

/** The notifications area on a database with the people of two companies, a clock that stands, and a channel with a ledger. */
export async function notificationsOn(test: TestDatabase, kinds: readonly NoticeKind[]) {
  const members = twoCompanies();
  await seedTwoCompanies(test, members);
  const channel = createFakeChannel();
  const outbox = createOutbox();
  const time = { now: workingHours };
  const clock = { now: () => time.now };
  const deps = { db: test.db, clock, outbox, kinds: () => kinds };
  const recipients = noticeRecipients(createPeopleService({ db: test.db, clock }));
  const handler = createNoticeHandler({ ...deps, recipients, channel: () => channel });
  const notices = createNotices(deps);
  const importing = systemActor('import');

  const member = (name: string): PersonActor => {
    const found = members.find(one => one.name === name);
    if (found === undefined) throw new Error(`nobody is ${name}`);
    return found.actor;
  };
  const noticeOf = (
    notice: Partial<PlannedNotice> & Pick<PlannedNotice, 'kind' | 'person' | 'key'>,
  ): PlannedNotice => ({
    subject: notice.key,
    dueAt: time.now,
    notAfter: null,
    ...notice,
  });
  /** What is in the outbox, in the order in which it was put there. */
  const entries = () =>
    test.db.admin.transaction(tx =>
      tx.query<OutboxEntry & { readonly state: string }>(
        `select key, kind, subject, tenant, priority, due_at as "dueAt", not_after as "notAfter", state from outbox
         where subject not like 'ntc_per_%' and kind = 'notice' order by id`,
      ),
    );
  return {
    channel,
    entries,
    cancelled: async () => (await entries()).filter(({ state }) => state === 'cancelled').map(({ subject }) => subject),
    time,
    notices,
    handler,
    service: createNotificationsService(deps),
    member,
    /** In the transaction of somebody else; gives the ids. */
    async plan(...planned: readonly (Partial<PlannedNotice> & Pick<PlannedNotice, 'kind' | 'person' | 'key'>)[]) {
      await test.db.transaction(importing, tx => notices.plan(tx, planned.map(noticeOf)));
      return planned.map(({ key }) => namedId('notice', key));
    },
    async deliver(id: Id<'notice'>, more: Partial<OutboxAttempt> = {}): Promise<Handled> {
      const entry = (await entries()).find(({ subject }) => subject === id);
      if (entry === undefined) throw new Error(`${id} is not in the outbox`);
      const attempt = { id: `out-${id}`, deliveryId: `del-${id}`, attempt: 1, maybeSent: false };
      const handled = await handler.deliver({ ...entry, ...attempt, ...more });
      if (handled.kind === 'sent')
        await test.db.transaction(systemActor('deliver'), async tx => handler.sent?.(tx, entry));
      return handled;
    },
    async row(id: Id<'notice'>) {
      const [row] = await test.db.admin.transaction(tx =>
        tx.query<{ state: string; reason: string | null }>('select state, reason from notices where id = $1', [id]),
      );
      return row;
    },
    setStatus: (person: Id<'person'>, status: string) =>
      test.db.transaction(importing, tx => tx.query('update people set status = $2 where id = $1', [person, status])),
  };
}
