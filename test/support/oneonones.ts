import { createOneononesService } from '../../src/domains/oneonones/oneonones.service.ts';
import type { MichiRole, PersonActor } from '../../src/platform/access/actor.ts';
import type { Id } from '../../src/platform/ids/ids.ts';
import { createKeyRing, type SecretKey } from '../../src/platform/secrets/key-ring.ts';
import { createTestClock } from './conversation.ts';
import { anEmployee, systemActor, type TestDatabase } from './database.ts';
import { createNoticeLedger } from './notice-ledger.ts';

export const housekeeping = systemActor('housekeeping');
export const firstKey: SecretKey = { id: 'first', bytes: Buffer.alloc(32, 1) };

export interface Hired {
  readonly number: string;
  readonly manager?: Id<'person'>;
  readonly roles?: readonly MichiRole[];
  readonly division?: string;
}

/** One company whose people file a test writes by hand, and the service on a clock that stands still. */
export async function oneononesWorld(test: TestDatabase, start = '2026-11-26T03:00:00Z') {
  const clock = createTestClock(start);
  const ledger = createNoticeLedger();
  const serviceWith = (keys: readonly SecretKey[]) =>
    createOneononesService({ db: test.db, clock, keys: createKeyRing(keys), notices: ledger.notices });
  const companyId: Id<'company'> = 'com_c0';
  const asOwner = (sql: string, values: readonly (string | null | readonly string[])[]) =>
    test.db.transaction(systemActor('import'), tx => tx.query(sql, values));
  await asOwner(
    `insert into companies values ($1, 'HQ', '会社', 'Company', 'JP', 'Asia/Tokyo', 'ja', 4, '人事', 'HR', 'hr@example.test', 'h')`,
    [companyId],
  );
  return {
    clock,
    ledger,
    companyId,
    serviceWith,
    oneonones: serviceWith([firstKey]),
    async hire({ number, manager, roles = [], division = '開発' }: Hired): Promise<PersonActor> {
      const actor = anEmployee({ personId: `per_${number.padStart(32, '0')}`, companyId, roles, locale: 'en' });
      await asOwner(
        `insert into people (id, company_id, number, locale, time_zone, division_ja, division_en, job_category, position, manager_id,
           michi_roles, status, content_hash)
         values ($1, $2, $3, 'en', 'Asia/Tokyo', $4, $4, 'it', 'staff', $5, $6, 'active', 'h')`,
        [actor.personId, companyId, number, division, manager ?? null, actor.roles],
      );
      await asOwner(`insert into person_names values ($1, '山田', $2, null, null, 'Yamada', $2)`, [
        actor.personId,
        `N${number}`,
      ]);
      return actor;
    },
    /** What an import of the people file does: nothing else is told. */
    transfer: (member: PersonActor, manager: PersonActor | null) =>
      asOwner('update people set manager_id = $2 where id = $1', [member.personId, manager?.personId ?? null]),
    leave: (person: PersonActor) => asOwner(`update people set status = 'left' where id = $1`, [person.personId]),
  };
}

export type OneononesWorld = Awaited<ReturnType<typeof oneononesWorld>>;

/** Every Tuesday at ten in Tokyo, from 1 December 2026. */
export const tuesdays = {
  rule: 'FREQ=WEEKLY;BYDAY=TU',
  start: '2026-12-01T10:00',
  zone: 'Asia/Tokyo',
  minutes: 30,
  until: '2027-11-30',
} as const;
