import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogueService } from '../../src/domains/catalogue/catalogue.service.ts';
import { readBirthDate } from '../../src/domains/milestones/imports/birth-date.rules.ts';
import {
  createMilestoneImports,
  type MilestoneFileKind,
  type MilestoneImports,
  milestoneTemplates,
} from '../../src/domains/milestones/imports/milestone-imports.ts';
import { guardedLine } from '../../src/platform/files/csv-file.ts';
import { decodeText } from '../../src/platform/files/decode-text.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { fingerprint, testImports } from '../support/imports.ts';

const clock = { now: () => new Date('2026-11-23T03:00:00Z') };
const options = { dryRun: false, onProgress: () => undefined };

let test: TestDatabase;
let imports: MilestoneImports;

beforeAll(async () => {
  test = await testDatabase();
  for (const { refused } of await testImports(test).takeTemplates()) expect(refused).toEqual([]);
  const catalogue = createCatalogueService({ db: test.db, embedder: createBundledEmbedder(), clock });
  imports = createMilestoneImports({ db: test.db, clock, catalogue, secret: async () => 'a secret of a test' });
});
afterAll(() => test.close());

const takeRows = (
  kind: MilestoneFileKind,
  rows: readonly (readonly string[])[],
  more: Partial<typeof options> = {},
) => {
  const [header = []] = milestoneTemplates[kind];
  return imports.importFile(
    kind,
    { name: `${kind}.csv`, text: [header, ...rows].map(guardedLine).join('') },
    { ...options, ...more },
  );
};
const rowsOf = (kind: MilestoneFileKind) => milestoneTemplates[kind].slice(1);

describe('a birth date', () => {
  const today = '2026-11-23';
  it.each([
    ['1980-04-01', '1980-04-01'],
    ['1980/4/1', '1980-04-01'],
    ['19800401', '1980-04-01'],
    ['1980年4月1日', '1980-04-01'],
    ['昭和55年4月1日', '1980-04-01'],
    ['昭和５５年４月１日', '1980-04-01'],
    ['S55.4.1', '1980-04-01'],
    ['㍼55.4.1', '1980-04-01'],
    ['昭和64年1月7日', '1989-01-07'],
    ['平成元年1月8日', '1989-01-08'],
    ['H8.2.29', '1996-02-29'],
  ])('written as %s is %s', (text, day) => {
    expect(readBirthDate(text, today)).toEqual({ kind: 'day', day });
  });

  it.each([
    ['', 'missing'],
    ['1981-02-29', 'not-a-date'],
    ['1980-13-01', 'not-a-date'],
    ['01/04/1980', 'not-a-date'],
    ['昭和0年4月1日', 'not-a-date'],
    ['平成7年2月29日', 'not-a-date'],
    ['昭和64年1月8日', 'outside-era'],
    ['昭和65年4月1日', 'outside-era'],
    ['平成元年1月7日', 'outside-era'],
    ['2026-11-24', 'in-the-future'],
    ['2015-01-01', 'not-plausible'],
    ['1890-01-01', 'not-plausible'],
  ])('written as %s is refused: %s', (text, reason) => {
    expect(readBirthDate(text, today)).toEqual({ kind: 'refused', reason });
  });
});

describe('a file of birth dates', () => {
  it('is checked by a dry run, which writes nothing, and taken once', async () => {
    const before = await fingerprint(test);
    expect(await takeRows('birth-dates', rowsOf('birth-dates'), { dryRun: true })).toMatchObject({
      new: 2,
      dryRun: true,
    });
    expect(await fingerprint(test)).toEqual(before);
    expect(await takeRows('birth-dates', rowsOf('birth-dates'))).toMatchObject({ new: 2, refused: [], aborted: null });
    const after = await fingerprint(test);
    expect(await takeRows('birth-dates', rowsOf('birth-dates'))).toMatchObject({ new: 0, changed: 0, unchanged: 2 });
    expect(await fingerprint(test)).toEqual(after);
  });

  it('names line, column and reason of a bad row, and is refused whole when they are many', async () => {
    const rows = [
      ['HQ', '000045', '2099-01-01', ''],
      ['HQ', '000123', '', ''],
      ['HQ', '999999', '1980-04-01', ''],
      ['NOBODY', '000045', '1980-04-01', ''],
      ['HQ', '000045', '1980-04-01', ''],
      ['HQ', '000045', '1980-04-01', ''],
    ];
    const before = await fingerprint(test);
    const summary = await takeRows('birth-dates', rows);
    expect(summary.refused.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [2, 'birth_date', 'in-the-future'],
      [3, 'birth_date', 'missing'],
      [4, 'number', 'unknown-person'],
      [5, 'company', 'unknown-company'],
      [7, 'number', 'twice'],
    ]);
    expect(summary.aborted).toBe('too-many-refused');
    expect(await fingerprint(test)).toEqual(before);
  });

  it('may be in CP932 and without the group’s number', async () => {
    // 昭和55年4月1日 as Shift_JIS has it.
    const era = Uint8Array.from([0x8f, 0xba, 0x98, 0x61, 0x35, 0x35, 0x94, 0x4e, 0x34, 0x8c, 0x8e, 0x31, 0x93, 0xfa]);
    const bytes = Buffer.concat([Buffer.from('company,number,birth_date\nHQ,000045,'), era, Buffer.from('\n')]);
    const file = { name: 'b.csv', text: decodeText('b.csv', bytes).text };
    expect(await imports.importFile('birth-dates', file, options)).toMatchObject({ changed: 1, refused: [] });
    const [row] = await test.db.transaction({ kind: 'system', purpose: 'milestones' }, tx =>
      tx.query(
        `select b.born_on from milestone_birth_dates b join people p on p.id = b.person_id where p.number = '000045'`,
      ),
    );
    expect(row).toEqual({ born_on: '1980-04-01' });
  });

  it('leaves nothing in the audit trail but that it was taken and how many', async () => {
    const rows = await test.db.admin.transaction(tx =>
      tx.query<{ detail: object; subject_id: string | null }>(
        `select detail, subject_id from audit_entries where action = 'milestone-birth-date.import' order by at`,
      ),
    );
    expect(rows).toEqual([
      { subject_id: null, detail: { new: 2, changed: 0, unchanged: 0 } },
      { subject_id: null, detail: { new: 0, changed: 1, unchanged: 0 } },
    ]);
  });
});

describe('a file of rules', () => {
  it('is taken once, and gives a rule that is there another course', async () => {
    expect(await takeRows('milestone-rules', rowsOf('milestone-rules'))).toMatchObject({ new: 2, refused: [] });
    expect(await takeRows('milestone-rules', rowsOf('milestone-rules'))).toMatchObject({ new: 0, unchanged: 2 });
  });

  it.each([
    [['HQ', '*', 'milestone-training', 'C-001'], 'age', 'matches-everyone'],
    [['HQ', '18-75', 'milestone-training', 'C-001'], 'age', 'matches-everyone'],
    [['HQ', '', 'milestone-training', 'C-001'], 'age', 'missing'],
    [['HQ', '80', 'milestone-training', 'C-001'], 'age', 'not-allowed'],
    [['HQ', '40', 'cake', 'C-001'], 'offer', 'not-allowed'],
    [['HQ', '40', 'milestone-training', 'C-999'], 'course', 'unknown-course'],
    [['NOBODY', '40', 'milestone-training', 'C-001'], 'company', 'unknown-company'],
  ])('with the row %j is refused at %s: %s', async (row, column, reason) => {
    const { refused, aborted } = await takeRows('milestone-rules', [row]);
    expect(refused.map(one => [one.line, one.column, one.reason])).toEqual([[2, column, reason]]);
    expect(aborted).toBe('too-many-refused');
  });
});
