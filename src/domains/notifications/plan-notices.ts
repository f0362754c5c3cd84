import { AppError } from '../../platform/errors/app-error.ts';
import { namedId } from '../../platform/ids/ids.ts';
import type { Outbox, OutboxEntry } from '../../platform/outbox/outbox.types.ts';
import { insertNotices, type NewNotice, withdrawNotices } from './notices.repository.ts';
import type { NoticeKind, Notices, PlannedNotice } from './notifications.types.ts';

/** The kind of outbox entry that carries a notice; its subject is the notice's id. */
export const outboxKind = 'notice';

export interface PlanDeps {
  readonly outbox: Outbox;
  /** Asked at each call: kinds come from areas that plan notices themselves. */
  readonly kinds: () => readonly NoticeKind[];
}

/** Planning in the transaction of any area: the notice and its place in the outbox are kept together with the area's own rows. */
export function createNotices({ outbox, kinds }: PlanDeps): Notices {
  return {
    async plan(tx, notices) {
      if (notices.length === 0) return;
      const rows = notices.map(notice => rowOf(notice, kindOf(kinds(), notice.kind)));
      await insertNotices(tx, rows);
      await outbox.put(tx, rows.map(entryOf));
    },
    async withdraw(tx, match) {
      const ids = await withdrawNotices(tx, match);
      if (ids.length > 0) await outbox.cancel(tx, { kind: outboxKind, subjects: ids });
      return ids.length;
    },
  };
}

function kindOf(kinds: readonly NoticeKind[], name: string): NoticeKind {
  const kind = kinds.find(known => known.name === name);
  if (kind === undefined) throw new AppError('notifications.unknown-kind', { detail: { kind: name } });
  return kind;
}

function rowOf(notice: PlannedNotice, { urgency, line }: NoticeKind): NewNotice {
  const inDigests = urgency === 'nudge' && line !== undefined;
  return { ...notice, id: namedId('notice', notice.key), urgency, inDigests, againOf: null };
}

/** The tenant is settled later: where somebody wants to be written to is theirs, not the planner's, to see. */
export function entryOf({
  id,
  urgency,
  dueAt,
  notAfter,
}: Pick<NewNotice, 'id' | 'urgency' | 'dueAt' | 'notAfter'>): OutboxEntry {
  const priority = urgency === 'appointment' ? 5 : 9;
  return { key: `${outboxKind}:${id}`, kind: outboxKind, subject: id, tenant: null, priority, dueAt, notAfter };
}
