import { noticeRecipients } from '../../src/app/notice-recipients.ts';
import { createCatalogueService } from '../../src/domains/catalogue/catalogue.service.ts';
import { createMilestoneImports } from '../../src/domains/milestones/imports/milestone-imports.ts';
import { createMilestonesService } from '../../src/domains/milestones/milestones.service.ts';
import type { MilestonesService } from '../../src/domains/milestones/milestones.types.ts';
import { createMilestoneNotices } from '../../src/domains/milestones/notices.ts';
import { createNoticeHandler } from '../../src/domains/notifications/deliver-notice.ts';
import type { NoticeKind } from '../../src/domains/notifications/notifications.types.ts';
import { createNotices } from '../../src/domains/notifications/plan-notices.ts';
import { createPeopleService } from '../../src/domains/people/people.service.ts';
import type { MichiRole, PersonActor } from '../../src/platform/access/actor.ts';
import { guardedLine } from '../../src/platform/files/csv-file.ts';
import type { ImportSummary } from '../../src/platform/files/import-report.ts';
import type { Id } from '../../src/platform/ids/ids.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { createOutbox } from '../../src/platform/outbox/outbox.ts';
import { createRelay } from '../../src/platform/outbox/relay.ts';
import { anEmployee, systemActor, type TestDatabase } from './database.ts';
import { createFakeChannel, type LedgerEntry } from './fake-channel.ts';
import { templateRows, testImports } from './imports.ts';

export interface Planned {
  readonly number: string;
  readonly kind: string;
  readonly subject: string;
  readonly due: string;
  readonly state: string;
}

export interface SomebodyBorn {
  /** `HQ/1`; the company is there. */
  readonly person: string;
  readonly bornOn: string;
  readonly groupNumber?: string;
  readonly manager?: string;
  readonly status?: 'active' | 'on-leave';
  readonly email?: string;
}

/** Two companies (HQ in Japan from April, DE from January), two courses with three sessions each, rules for both; nobody works there yet. */
export interface MilestonesWorld {
  readonly milestones: MilestonesService;
  readonly kinds: readonly NoticeKind[];
  setNow(instant: string): void;
  /** A company's whole file: who is not in it any more has left. */
  employ(company: string, people: readonly SomebodyBorn[]): Promise<void>;
  actor(person: string, roles?: readonly MichiRole[]): Promise<PersonActor>;
  plan(): Promise<number>;
  /** What is planned to be told, soonest first. */
  planned(): Promise<readonly Planned[]>;
  /** Sends what is due now; gives everything that has ever arrived. */
  tell(): Promise<readonly LedgerEntry[]>;
  /** What audit entries say that are about that person. */
  audited(person: Id<'person'>): Promise<readonly string[]>;
}

const sessions = [
  '2027-01-20T09:30/2027-01-21T17:30@東京',
  '2027-02-10T09:30/2027-02-10T17:30@大阪',
  '2027-03-10T10:00/2027-03-10T17:00@online',
];

export async function milestonesWorld(test: TestDatabase): Promise<MilestonesWorld> {
  const { db } = test;
  let now = new Date('2026-11-23T03:00:00Z');
  const clock = { now: () => now };
  const embedder = createBundledEmbedder();
  const imports = testImports(test, embedder);
  const catalogue = createCatalogueService({ db, embedder, clock });
  const kinds: NoticeKind[] = [];
  const telling = { db, clock, outbox: createOutbox(), kinds: () => kinds };
  const notices = createNotices(telling);
  const milestones = createMilestonesService({ db, clock, catalogue, notices });
  kinds.push(...createMilestoneNotices({ milestones }));
  const files = createMilestoneImports({ db, clock, catalogue, secret: async () => 'a secret of a test' });
  const take = async (kind: 'birth-dates' | 'milestone-rules', rows: readonly (readonly string[])[]) =>
    sound(await files.importFile(kind, { name: kind, text: rows.map(guardedLine).join('') }, options));

  await prepare(imports, take);
  const channel = createFakeChannel();
  const recipients = noticeRecipients(createPeopleService({ db, clock }));
  const handler = createNoticeHandler({ ...telling, recipients, channel: () => channel });
  const relay = createRelay({
    db,
    clock,
    handlers: () => [handler],
    perSecondOf: () => 1_000,
    reach: () => undefined,
    onFault: (_, fault) => {
      throw fault;
    },
  });
  return {
    async tell() {
      for (const { id } of await relay.giveOut(60_000)) await relay.deliver(id);
      return channel.ledger;
    },
    milestones,
    kinds,
    setNow: instant => {
      now = new Date(instant);
    },
    async employ(company, people) {
      const [row = {}] = templateRows('people');
      const rows = people.map(one => ({ ...row, ...cellsOf(one), company, skills: '', role: '' }));
      sound(await imports.takeRows('people', rows, { allowFewer: true }));
      const dates = people.map(({ person, bornOn, groupNumber = '' }) => [...person.split('/'), bornOn, groupNumber]);
      await take('birth-dates', [['company', 'number', 'birth_date', 'group_number'], ...dates]);
    },
    async actor(person, roles = []) {
      const [company = '', number = ''] = person.split('/');
      const [row] = await db.admin.transaction(tx =>
        tx.query<{ id: Id<'person'>; company: Id<'company'> }>(
          'select p.id, p.company_id as company from people p join companies c on c.id = p.company_id where c.code = $1 and p.number = $2',
          [company, number],
        ),
      );
      if (row === undefined) throw new Error(`nobody is ${person}`);
      return anEmployee({ personId: row.id, companyId: row.company, roles, locale: 'en' });
    },
    plan: () => milestones.planYear(systemActor('milestones')),
    planned: () =>
      db.admin.transaction(tx =>
        tx.query<Planned>(
          `select p.number, n.kind, n.subject, to_char(n.due_at at time zone 'Asia/Tokyo', 'YYYY-MM-DD HH24:MI') as due, n.state
           from notices n join people p on p.id = n.person_id order by n.due_at, p.number, n.kind`,
        ),
      ),
    audited: async person => {
      const rows = await db.admin.transaction(tx =>
        tx.query<{ action: string }>(
          `select action from audit_entries where subject_kind = 'person' and subject_id = $1 order by at, id`,
          [person],
        ),
      );
      return rows.map(({ action }) => action);
    },
  };
}

const options = { dryRun: false, onProgress: () => undefined };

function sound(summary: ImportSummary): void {
  const [bad] = summary.refused;
  if (bad !== undefined || summary.aborted !== null)
    throw new Error(`${bad?.line} ${bad?.column} ${bad?.reason} ${summary.aborted}`);
}

async function prepare(
  imports: ReturnType<typeof testImports>,
  take: (kind: 'milestone-rules', rows: readonly (readonly string[])[]) => Promise<void>,
): Promise<void> {
  const [company = {}] = templateRows('companies');
  const germany = {
    code: 'DE',
    country: 'DE',
    time_zone: 'Europe/Berlin',
    fiscal_year_start_month: '1',
    email_domains: '',
  };
  sound(await imports.takeRows('companies', [company, { ...company, ...germany }]));
  sound(await imports.takeRows('skills', templateRows('skills')));
  const [course = {}] = templateRows('courses');
  const courses = ['C-M', 'C-S'].map(key => ({
    ...course,
    key,
    title_ja: key,
    title_en: key,
    aliases_ja: '',
    aliases_en: '',
    sessions: sessions.join(';'),
  }));
  sound(await imports.takeRows('courses', courses));
  const rules = ['HQ', 'DE'].flatMap(code => [
    [code, '30', 'milestone-training', 'C-M'],
    [code, '55', 'career-seminar', 'C-S'],
    [code, '55', 'life-design-seminar', 'C-S'],
  ]);
  await take('milestone-rules', [['company', 'age', 'offer', 'course'], ...rules]);
}

function cellsOf({ person, manager, status = 'active', email = '' }: SomebodyBorn) {
  const [, number = ''] = person.split('/');
  const [manager_company = '', manager_number = ''] = (manager ?? '/').split('/');
  const timeZone = person.startsWith('DE') ? 'Europe/Berlin' : 'Asia/Tokyo';
  return { number, email, manager_company, manager_number, status, michi_roles: '', time_zone: timeZone };
}
