import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PublishedKind, publishedKinds } from '../../src/domains/catalogue/imports/catalogue-imports.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { fingerprint, type TestImports, testImports } from '../support/imports.ts';
import { smallFrameworks } from '../support/small-frameworks.ts';

let test: TestDatabase;
let imports: TestImports;

beforeAll(async () => {
  test = await testDatabase();
  imports = testImports(test);
});
afterAll(() => test.close());

const files = publishedKinds.flatMap(kind => Object.keys(smallFrameworks[kind]).map(file => ({ kind, file })));
const tables = files.filter(({ file }) => !file.endsWith('.json'));

/** The framework with one file changed. */
function changed(kind: PublishedKind, file: string, change: (text: string) => string) {
  return { ...smallFrameworks[kind], [file]: change(smallFrameworks[kind][file] ?? '') };
}

describe.each(publishedKinds)('%s', kind => {
  it('is taken once, and a second run changes nothing', async () => {
    const first = await imports.takePublished(kind, smallFrameworks[kind]);
    expect(first).toMatchObject({ changed: 0, unchanged: 0, refused: [] });
    const state = await fingerprint(test);
    const second = await imports.takePublished(kind, smallFrameworks[kind]);
    expect(second).toMatchObject({ new: 0, changed: 0, unchanged: first.new, counts: first.counts });
    expect(await fingerprint(test)).toEqual(state);
  });
});

describe('a published framework is refused whole when', () => {
  let before: Readonly<Record<string, string>>;
  beforeAll(async () => {
    before = await fingerprint(test);
  });
  const expectRefusal = async (kind: PublishedKind, content: Readonly<Record<string, string>>, fault: object) => {
    await expect(imports.takePublished(kind, content)).rejects.toMatchObject(fault);
    expect(await fingerprint(test)).toEqual(before);
  };

  it.each(tables)('$file of $kind lacks a column', async ({ kind, file }) => {
    const renamed = changed(kind, file, text => text.replace(/^[^\t,]+/, 'something'));
    await expectRefusal(kind, renamed, { code: 'import.columns', detail: { file } });
  });

  it.each(files)('$file of $kind is empty', async ({ kind, file }) => {
    const code = file.endsWith('.json') ? 'import.half-file' : 'import.empty-file';
    await expectRefusal(
      kind,
      changed(kind, file, () => ''),
      { code, detail: { file } },
    );
  });

  it.each(files)('$file of $kind ends in the middle of a row', async ({ kind, file }) => {
    const cut = changed(kind, file, text => text.trimEnd().replace(/[\t,][^\t,]*$/, ''));
    await expectRefusal(kind, cut, { code: 'import.half-file', detail: { file } });
  });

  it.each([
    ['nice', 'roles.tsv', 'role_code'],
    ['nice', 'statements.tsv', 'statement_id'],
    ['dcwf', 'roles.tsv', 'role_code'],
    ['onet', 'Occupation Data.txt', 'O*NET-SOC Code'],
  ] as const)('%s has a key twice in %s', async (kind, file, column) => {
    const twice = changed(kind, file, text => `${text}${text.split('\n')[1]}\n`);
    await expectRefusal(kind, twice, { code: 'import.key-twice', detail: { file, column } });
  });

  it.each([
    ['nice', 'role_statements.tsv', 'R1\tT9\n', 'statement_id'],
    ['nice', 'role_statements.tsv', 'R9\tT1\n', 'role_code'],
    ['dcwf', 'role_statements.tsv', 'R1\tT9\tcore\n', 'statement_id'],
    ['onet', 'Alternate Titles.txt', '99-9.00\tNobody\tn/a\n', 'O*NET-SOC Code'],
    ['nice', 'statements.tsv', 'X1\twish\tMay it work\n', 'kind'],
  ] as const)('%s names in %s what no other file has', async (kind, file, row, column) => {
    const lost = changed(kind, file, text => text + row);
    const line = (lost[file] ?? '').trimEnd().split('\n').length;
    await expectRefusal(kind, lost, { code: 'import.unknown-value', detail: { file, line, column } });
  });
});
