import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogueService } from '../../src/domains/catalogue/catalogue.service.ts';
import { joinList } from '../../src/platform/files/csv-cell.ts';
import type { ImportSummary } from '../../src/platform/files/import-report.ts';
import { namedId } from '../../src/platform/ids/ids.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { systemClock } from '../../src/platform/time/clock.ts';
import { systemActor, type TestDatabase, testDatabase } from '../support/database.ts';
import {
  columnsOf,
  type FileKind,
  fileKinds,
  fingerprint,
  type TestImports,
  templateRows,
  testImports,
} from '../support/imports.ts';

let test: TestDatabase;
let imports: TestImports;

beforeAll(async () => {
  test = await testDatabase();
  imports = testImports(test);
});
afterAll(() => test.close());

const nothingNew = { new: 0, changed: 0, refused: [], aborted: null };

async function writeAndTake(kind: FileKind): Promise<ImportSummary> {
  const summary = await imports.take(kind, await imports.write(kind));
  expect(summary).toMatchObject(nothingNew);
  return summary;
}

/** What is written out comes back without a change, and the database is as it was. */
async function expectRoundTrip(kind: FileKind): Promise<ImportSummary> {
  const state = await fingerprint(test);
  const summary = await writeAndTake(kind);
  expect(await fingerprint(test)).toEqual(state);
  return summary;
}

describe('the templates', () => {
  it('are taken one after the other without a refusal, into an empty Michi', async () => {
    for (const summary of await imports.takeTemplates())
      expect(summary).toMatchObject({ changed: 0, refused: [], aborted: null });
  });

  it.each(fileKinds)('of %s have an example in every column that may be filled', kind => {
    const rows = templateRows(kind);
    const empty = columnsOf(kind).filter(column => rows.every(row => row[column] === ''));
    expect(empty).toEqual(kind === 'skill-maps' ? ['company'] : []);
  });

  it.each(fileKinds)('of %s, taken and written out, come back unchanged', async kind => {
    expect((await expectRoundTrip(kind)).unchanged).toBeGreaterThan(0);
  });
});

describe('what is written out', () => {
  const embedder = createBundledEmbedder();
  const operator = systemActor('import');
  const item = namedId('skill', 'group', 'threat-modelling');
  const catalogue = () => createCatalogueService({ db: test.db, embedder, clock: systemClock });

  it('has the aliases that HR added and lacks those that HR took away, and comes back unchanged', async () => {
    await catalogue().addAlias(operator, item, 'en', 'attack trees; STRIDE-LM');
    await catalogue().removeAlias(operator, item, 'en', 'threat analysis');
    const text = await imports.write('skills');
    expect(text).toContain('attack trees\\; STRIDE-LM');
    expect(text).not.toContain('threat analysis');
    await expectRoundTrip('skills');
  });

  it('keeps HR’s aliases also when the file that it came from is taken once more', async () => {
    const aliases = await catalogue().aliases(operator, item);
    expect(await imports.takeRows('skills', templateRows('skills'))).toMatchObject(nothingNew);
    const edited = templateRows('skills').map(row => ({ ...row, description_en: `${row.description_en} Edited.` }));
    await imports.takeRows('skills', edited);
    expect((await catalogue().aliases(operator, item)).map(alias => alias.text).sort()).toEqual(
      aliases.map(alias => alias.text).sort(),
    );
    await expectRoundTrip('skills');
  });

  it('has people who were missing in a file as those who have left', async () => {
    const people = templateRows('people');
    const crowd = Array.from({ length: 4 }, (_, i) => ({ ...people[0], number: `D${i}` }));
    await imports.takeRows('people', [...people, ...crowd]);
    expect(await imports.takeRows('people', [...people, ...crowd.slice(1)])).toMatchObject({ counts: { left: 1 } });
    expect(await imports.write('people')).toMatch(/^HQ,D0,.*,left,/m);
    await expectRoundTrip('people');
  });

  it('tells everybody whose record was written out that it was', async () => {
    const seen = () =>
      test.db.admin.transaction(tx =>
        tx.query<{ subject_id: string; company: string }>(
          `select subject_id, company from audit_entries where action = 'person-profile.export' and actor_purpose = 'export'`,
        ),
      );
    const before = (await seen()).length;
    await imports.write('people');
    const people = await test.db.admin.transaction(tx => tx.query<{ id: string }>('select id from people'));
    const entries = (await seen()).slice(before);
    expect(entries.map(entry => entry.subject_id).sort()).toEqual(people.map(person => person.id).sort());
    expect(new Set(entries.map(entry => entry.company))).toEqual(new Set([namedId('company', 'HQ')]));
  });

  it('is what the purpose may see, and nothing can be changed under it', async () => {
    const exporting = systemActor('export');
    await expect(
      test.db.transaction(exporting, tx => tx.query(`update people set status = 'left' returning id`)),
    ).resolves.toEqual([]);
    await expect(
      test.db.transaction(exporting, tx => tx.query('select * from conversation_sessions')),
    ).resolves.toEqual([]);
  });
});

const odd = fc.constantFrom(
  'a',
  'B',
  '7',
  ' ',
  '花',
  'ｶ',
  '髙',
  '=',
  '+',
  '@',
  "'",
  '"',
  ',',
  '\n',
  '\\',
  '<',
  'é',
  '😀',
  'ש',
);
const words = (max: number) => fc.string({ unit: odd, maxLength: max });
const name = words(30).map(text => `x${text}`);
const optional = fc.oneof(fc.constant(''), words(30));
const list = fc.array(words(12), { maxLength: 4 }).map(entries => entries.join(';'));
const texts = { aliases_ja: list, aliases_en: list, description_ja: optional, description_en: optional };
const skillLevels = (entry: (level: number) => string) =>
  fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.subarray(['threat-modelling', 'incident-handling', 'english']))
    .map(([level, skills]) => skills.map(skill => `${skill}:${entry(level)}`).join(';'));
const day = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
const dayText = day.map(date => date.toISOString().slice(0, 10));

/** Rows of any valid content, by kind. Columns that are not named keep what the template has. */
const validRows: Readonly<Record<FileKind, fc.Arbitrary<Readonly<Record<string, string>>>>> = {
  companies: fc.record({
    code: fc.constantFrom('A', 'B', 'C'),
    name_ja: name,
    name_en: name,
    hr_desk_ja: name,
    email_domains: fc.subarray(['b.example', 'A.example', 'c-d.example']).map(domains => domains.join(';')),
  }),
  skills: fc.record({
    key: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
    kind: fc.constantFrom('skill', 'knowledge', 'technology', 'language', 'qualification'),
    name_ja: optional,
    name_en: name,
    ...texts,
  }),
  'skill-maps': fc.record({
    role: fc.constantFrom('q1', 'q2'),
    company: fc.constantFrom('', 'HQ'),
    skill: fc.constantFrom('threat-modelling', 'incident-handling', 'english'),
    position: fc.constantFrom('', 'staff', 'expert'),
    name_ja: name,
    name_en: optional,
    ...texts,
    level: fc.constantFrom('1', '5'),
    necessity: fc.constantFrom('must', 'nice'),
  }),
  people: fc.record({
    number: fc.constantFrom('000045', '000123', 'E-1', '-2', 'E.3'),
    family_name: name,
    given_name: name,
    family_kana: optional,
    division_ja: name,
    role: fc.constantFrom('', 'incident-responder-senior'),
    manager_number: fc.constantFrom('', '000044'),
    michi_roles: fc.subarray(['employee', 'hr', 'recruiter', 'advisor']).map(roles => roles.join(';')),
    status: fc.constantFrom('active', 'on-leave', 'left'),
    skills: skillLevels(level => String(level)),
  }),
  courses: fc.record({
    key: fc.constantFrom('c1', 'c2', 'c3'),
    company: fc.constantFrom('', 'HQ'),
    visibility: fc.constant('group'),
    title_ja: name,
    title_en: optional,
    ...texts,
    hours: fc.integer({ min: 10, max: 99_999 }).map(hundredths => String(hundredths / 100)),
    time_zone: fc.constantFrom('Asia/Tokyo', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York', 'UTC'),
    skills: skillLevels(level => `${level - 1}:${level}`),
    sessions: fc
      .uniqueArray(
        fc.tuple(
          dayText,
          name.map(text => text.replaceAll('\n', ' ')),
        ),
        {
          maxLength: 3,
          selector: ([start]) => start,
        },
      )
      .map(all => joinList(all.map(([start, place]) => `${start}T02:30/${start}T17:00@${place}`))),
  }),
  postings: fc.record({
    key: fc.constantFrom('r1', 'r2', 'r3'),
    title_ja: optional,
    title_en: name,
    ...texts,
    role: fc.constantFrom('', 'incident-responder-senior'),
    division_ja: optional,
    place_en: optional,
    status: fc.constantFrom('open', 'closed', 'filled'),
    visibility: fc.constantFrom('group', 'company'),
    opens_on: fc.oneof(fc.constant(''), dayText),
    closes_on: fc.constantFrom('', '2027-01-01'),
    skills: skillLevels(level => `${level}:must`),
  }),
};

/** What tells two rows of one file apart. */
const identity: Readonly<Record<FileKind, (row: Readonly<Record<string, string>>) => string>> = {
  companies: row => row.code ?? '',
  skills: row => row.key ?? '',
  'skill-maps': row => `${row.role} ${row.skill}`,
  people: row => row.number ?? '',
  courses: row => row.key ?? '',
  postings: row => row.key ?? '',
};

describe('any valid file', () => {
  beforeAll(async () => {
    const [someone = {}] = templateRows('people');
    await imports.takeRows('people', [{ ...someone, number: '000044' }, ...templateRows('people')], {
      allowFewer: true,
    });
  });

  it.each(fileKinds)('of %s, taken twice or written out and taken, changes nothing the second time', async kind => {
    const rows = fc.uniqueArray(validRows[kind], { minLength: 1, maxLength: 6, selector: identity[kind] });
    await fc.assert(
      fc.asyncProperty(rows, async made => {
        const example = templateRows(kind).at(-1);
        const all = made.map(row => ({ ...example, ...row }));
        const first = await imports.takeRows(kind, all, { allowFewer: true });
        expect(first).toMatchObject({ refused: [], aborted: null });
        const second = await imports.takeRows(kind, all);
        expect(second).toMatchObject(nothingNew);
        await writeAndTake(kind);
      }),
      { numRuns: 10 },
    );
  });
});
