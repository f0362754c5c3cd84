import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import {
  columnsOf,
  csvOf,
  type FileKind,
  fileKinds,
  fingerprint,
  type TestImports,
  templateRows,
  testImports,
} from '../support/imports.ts';

let test: TestDatabase;
let imports: TestImports;
let before: Readonly<Record<string, string>>;

beforeAll(async () => {
  test = await testDatabase();
  imports = testImports(test);
  for (const { refused, aborted } of await imports.takeTemplates()) expect([refused, aborted]).toEqual([[], null]);
  before = await fingerprint(test);
});
afterAll(() => test.close());

const endless = 'あ'.repeat(100_000);

/** What one cell of an otherwise right row holds, and why the row is refused. */
const badCells: readonly (readonly [kind: FileKind, column: string, value: string, reason: string])[] = [
  ['companies', 'code', '', 'missing'],
  ['companies', 'code', 'H Q', 'not-a-key'],
  ['companies', 'name_ja', '\u200b\u2060', 'missing'],
  ['companies', 'name_en', endless, 'too-long'],
  ['companies', 'country', 'Japan', 'not-allowed'],
  ['companies', 'time_zone', '+09:00', 'not-allowed'],
  ['companies', 'locale', 'fr', 'not-allowed'],
  ['companies', 'fiscal_year_start_month', '13', 'not-allowed'],
  ['companies', 'fiscal_year_start_month', 'April', 'not-a-number'],
  ['companies', 'hr_email', 'career desk', 'not-allowed'],
  ['companies', 'email_domains', 'michishirube', 'not-allowed'],
  ['skills', 'key', '<b>x</b>', 'not-a-key'],
  ['skills', 'kind', 'task', 'not-allowed'],
  ['skills', 'description_ja', endless, 'too-long'],
  ['skills', 'aliases_ja', `a;${endless.slice(0, 300)}`, 'too-long'],
  ['skill-maps', 'skill', 'no-such-skill', 'unknown-skill'],
  ['skill-maps', 'company', 'NOBODY', 'unknown-company'],
  ['skill-maps', 'level', '0', 'not-allowed'],
  ['skill-maps', 'level', '6', 'not-allowed'],
  ['skill-maps', 'level', '３', 'not-a-number'],
  ['skill-maps', 'level', '', 'not-a-number'],
  ['skill-maps', 'necessity', 'maybe', 'not-allowed'],
  ['skill-maps', 'position', 'chief', 'not-allowed'],
  ['people', 'company', 'NOBODY', 'unknown-company'],
  ['people', 'number', '', 'missing'],
  ['people', 'number', '00 12', 'not-a-key'],
  ['people', 'email', 'hanako at example', 'not-allowed'],
  ['people', 'family_name', endless, 'too-long'],
  ['people', 'given_latin', '', 'missing'],
  ['people', 'time_zone', 'Mars/Base', 'not-allowed'],
  ['people', 'position', 'chief', 'not-allowed'],
  ['people', 'role', 'no-such-role', 'unknown-role'],
  ['people', 'manager_number', '999999', 'unknown-manager'],
  ['people', 'manager_number', 'NEW', 'own-manager'],
  ['people', 'manager_company', 'NOBODY', 'unknown-company'],
  ['people', 'michi_roles', 'hr;boss', 'not-allowed'],
  ['people', 'status', 'gone', 'not-allowed'],
  ['people', 'skills', 'no-such-skill:3', 'unknown-skill'],
  ['people', 'skills', 'english:9', 'not-allowed'],
  ['people', 'skills', 'english:2;english:3', 'twice'],
  ['courses', 'company', 'NOBODY', 'unknown-company'],
  ['courses', 'hours', '0', 'not-allowed'],
  ['courses', 'hours', '1,5', 'not-a-number'],
  ['courses', 'skills', 'no-such-skill:1:2', 'unknown-skill'],
  ['courses', 'skills', 'english:3:2', 'not-allowed'],
  ['courses', 'skills', 'english:0:6', 'not-allowed'],
  ['courses', 'skills', 'english:0:1;english:1:2', 'twice'],
  ['courses', 'sessions', '2026-02-30T09:00/2026-03-01T10:00@A', 'not-a-date'],
  ['courses', 'sessions', '0000-01-01T09:00/0000-01-01T10:00@A', 'not-a-date'],
  ['courses', 'sessions', 'next week', 'not-a-date'],
  ['courses', 'sessions', '2026-06-04T09:00/2026-06-03T10:00@A', 'wrong-order'],
  ['courses', 'sessions', '2026-06-03T09:00/2026-06-03T10:00@A;2026-06-03T09:00/2026-06-03T11:00@A', 'twice'],
  ['courses', 'time_zone', 'JST-9', 'not-allowed'],
  ['postings', 'company', '', 'missing'],
  ['postings', 'company', 'NOBODY', 'unknown-company'],
  ['postings', 'role', 'no-such-role', 'unknown-role'],
  ['postings', 'skills', 'english:6:must', 'not-allowed'],
  ['postings', 'skills', 'english:2', 'not-allowed'],
  ['postings', 'skills', 'no-such-skill:2:must', 'unknown-skill'],
  ['postings', 'openings', '-1', 'not-a-number'],
  ['postings', 'openings', '1000', 'not-allowed'],
  ['postings', 'status', 'OPEN', 'not-allowed'],
  ['postings', 'opens_on', '2026-02-30', 'not-a-date'],
  ['postings', 'closes_on', '2026-09-30', 'wrong-order'],
  ['postings', 'remote', 'sometimes', 'not-allowed'],
];

const keys: Readonly<Record<FileKind, string>> = {
  companies: 'code',
  skills: 'key',
  'skill-maps': 'role',
  people: 'number',
  courses: 'key',
  postings: 'key',
};

/** The last row of a template under another key. */
function anotherRow(kind: FileKind): Readonly<Record<string, string>> {
  return { ...templateRows(kind).at(-1), [keys[kind]]: 'NEW' };
}

describe('a bad row', () => {
  it.each(badCells)(
    'of %s, whose %s is %s, is refused with line, column and reason',
    async (kind, column, value, reason) => {
      const rows = [...templateRows(kind), { ...anotherRow(kind), [column]: value }];
      const { refused, aborted } = await imports.takeRows(kind, rows);
      expect(refused.map(row => [row.file, row.line, row.column, row.reason])).toEqual([
        [`${kind}.csv`, rows.length + 1, column, reason],
      ]);
      // One bad row of so few is more than 5 %, so nothing of the file was taken.
      expect(aborted).toBe('too-many-refused');
    },
  );

  it('left nothing half written behind', async () => {
    expect(await fingerprint(test)).toEqual(before);
  });

  it.each(fileKinds)('of %s that stands there twice is refused the second time', async kind => {
    const [first = {}] = templateRows(kind);
    const { refused } = await imports.takeRows(kind, [first, first]);
    expect(refused.map(row => [row.line, row.reason])).toEqual([[3, 'twice']]);
  });

  it('among many good ones is refused alone, and the good ones are taken', async () => {
    const good = Array.from({ length: 30 }, (_, i) => ({ ...anotherRow('skills'), key: `many-${i}` }));
    const summary = await imports.takeRows('skills', [...good, { ...anotherRow('skills'), key: 'no key' }]);
    expect(summary).toMatchObject({ new: 30, aborted: null });
    expect(summary.refused.map(row => [row.line, row.column, row.reason])).toEqual([[32, 'key', 'not-a-key']]);
    before = await fingerprint(test);
  });
});

describe.each(fileKinds)('a file of %s', kind => {
  const text = csvOf(templateRows(kind));

  it.each(columnsOf(kind).filter(column => column !== 'email_domains'))(
    'without the column %s is refused with its name',
    async column => {
      const rows = templateRows(kind).map(({ [column]: _, ...rest }) => rest);
      await expect(imports.takeRows(kind, rows)).rejects.toMatchObject({
        code: 'import.columns',
        detail: { file: `${kind}.csv`, missing: column },
      });
    },
  );

  it.each([
    ['is empty', '', 'import.empty-file'],
    ['is cut in a quoted cell', `${text}"cut off in a ce`, 'import.half-file'],
    ['is cut in a row', text.slice(0, text.trimEnd().lastIndexOf(',')), 'import.half-file'],
  ])('that %s is refused whole', async (_, content, code) => {
    await expect(imports.take(kind, content)).rejects.toMatchObject({ code });
    expect(await fingerprint(test)).toEqual(before);
  });

  it('with a header alone brings nothing and takes nothing away', async () => {
    const summary = await imports.take(kind, text.slice(0, text.indexOf('\n') + 1));
    expect(summary).toMatchObject({ new: 0, changed: 0, unchanged: 0, refused: [], aborted: null });
    expect(await fingerprint(test)).toEqual(before);
  });

  it('is checked and compared by a dry run, which writes nothing', async () => {
    const rows = [...templateRows(kind), anotherRow(kind)];
    expect(await imports.takeRows(kind, rows, { dryRun: true })).toMatchObject({ new: 1, changed: 0, dryRun: true });
    expect(await fingerprint(test)).toEqual(before);
  });
});

it('a file with more than a tenth fewer people is refused whole until somebody says that it is right', async () => {
  const [someone = {}] = templateRows('people');
  const crowd = Array.from({ length: 20 }, (_, i) => ({ ...someone, number: `C${i}` }));
  await imports.takeRows('people', crowd, { allowFewer: true });
  const state = await fingerprint(test);
  const fewer = crowd.slice(0, 15);
  expect(await imports.takeRows('people', fewer)).toMatchObject({ aborted: 'fewer-people', new: 0, changed: 0 });
  expect(await fingerprint(test)).toEqual(state);
  const summary = await imports.takeRows('people', fewer, { allowFewer: true });
  expect(summary).toMatchObject({ aborted: null, counts: { people: 15, left: 5 } });
});

const odd = '=cmd|"/c calc"!A1 <script>alert(1)</script> \u202eשלום\u202c 👩\u200d💻 \';drop table people;--';

it('formulas, HTML, right-to-left text, emoji and SQL are text like any other, without what is invisible', async () => {
  const row = { ...anotherRow('skills'), key: 'odd', name_en: odd, description_en: odd };
  expect(await imports.takeRows('skills', [row])).toMatchObject({ new: 1, refused: [] });
  const [stored] = await test.db.admin.transaction(tx =>
    tx.query<{ name: string }>(`select name_en as name from skills where key = 'odd'`),
  );
  expect(stored?.name).toBe('=cmd|"/c calc"!A1 <script>alert(1)</script> שלום 👩\u200d💻 \';drop table people;--');
});
