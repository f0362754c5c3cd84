import type { Notices, PlannedNotice } from '../../src/domains/notifications/notifications.types.ts';

/** The port through which areas plan notices, kept in memory: what is planned and not taken back, and whether a key came twice. */
export function createNoticeLedger() {
  let planned: PlannedNotice[] = [];
  const keys = new Set<string>();
  const notices: Notices = {
    async plan(_tx, more) {
      // The same key is never planned twice, whatever became of the first.
      planned.push(...more.filter(({ key }) => !keys.has(key)));
      for (const { key } of more) keys.add(key);
    },
    async withdraw(_tx, { subject, person, kind }) {
      const before = planned.length;
      planned = planned.filter(
        notice =>
          notice.subject !== subject ||
          (person !== undefined && notice.person !== person) ||
          (kind !== undefined && notice.kind !== kind),
      );
      return before - planned.length;
    },
  };
  return {
    notices,
    about: (subject: string) => planned.filter(notice => notice.subject === subject),
    all: () => planned,
  };
}
