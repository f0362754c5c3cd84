import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cleanCell, guardCell, joinList, splitList } from '../../src/platform/files/csv-cell.ts';
import { type CsvRow, csvLine, guardedLine, readCsv } from '../../src/platform/files/csv-file.ts';
import { optionalDateCell, readAllRecords } from '../../src/platform/files/csv-records.ts';
import { decodeText } from '../../src/platform/files/decode-text.ts';

const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);
const text = 'key,name\n1,髙﨑 花子\n2,システムアーキテクト\n';

async function rowsOf(content: string, columns: readonly string[] = ['key', 'name']): Promise<readonly CsvRow[]> {
  const all: CsvRow[] = [];
  await readCsv({ name: 'x.csv', text: content }, columns, async rows => {
    all.push(...rows);
  });
  return all;
}

describe('the bytes of a file', () => {
  it.each([
    ['UTF-8', utf8(text)],
    ['UTF-8 with a mark', utf8(`\ufeff${text}`)],
  ])('are read as %s', (_, content) => {
    expect(decodeText('x.csv', content)).toEqual({ text, encoding: 'utf-8' });
  });

  it('are read as CP932 when they are no UTF-8, with the characters that plain Shift JIS lacks', () => {
    const content = bytes(0x6b, 0x0a, 0xfb, 0xfc, 0xfa, 0xb1, 0x20, 0x87, 0x40, 0xb6, 0xc5, 0x0a);
    expect(decodeText('x.csv', content)).toEqual({ text: 'k\n髙﨑 ①ｶﾅ\n', encoding: 'cp932' });
  });

  it.each([
    ['little-endian with a mark', bytes(0xff, 0xfe, 0x6b, 0, 0x0a, 0)],
    ['big-endian with a mark', bytes(0xfe, 0xff, 0, 0x6b, 0, 0x0a)],
    ['little-endian', bytes(0x6b, 0, 0x65, 0, 0x79, 0)],
    ['big-endian', bytes(0, 0x6b, 0, 0x65, 0, 0x79)],
  ])('in UTF-16 (%s) are refused as such', (_, content) => {
    expect(() => decodeText('x.csv', content)).toThrow(expect.objectContaining({ code: 'import.utf-16' }));
  });

  it.each([
    ['a workbook', bytes(0x50, 0x4b, 3, 4, 0x14, 0)],
    ['a picture', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d)],
  ])('of %s are refused as no text', (_, content) => {
    expect(() => decodeText('x.csv', content)).toThrow(expect.objectContaining({ code: 'import.not-text' }));
  });

  it('of UTF-8 that is cut within a character are a half file, not CP932', () => {
    const whole = utf8(text);
    const cut = whole.subarray(0, whole.lastIndexOf(0x0a) - 1);
    expect(() => decodeText('x.csv', cut)).toThrow(
      expect.objectContaining({ code: 'import.half-file', detail: { file: 'x.csv', line: 3 } }),
    );
  });

  it('of UTF-8 with one bad byte are refused with its place instead of being read as CP932', () => {
    const broken = utf8(`${text}3,研修担当者の名前\n`);
    const at = broken.length - 4;
    broken[at] = 0xff;
    expect(() => decodeText('x.csv', broken)).toThrow(expect.objectContaining({ code: 'import.encoding' }));
  });

  it('that fit neither are refused with the place of the first one, and never replaced', () => {
    const content = bytes(0x6b, 0x0a, 0x83, 0x4a, 0xff, 0x0a);
    expect(() => decodeText('x.csv', content)).toThrow(
      expect.objectContaining({ code: 'import.encoding', detail: { file: 'x.csv', byte: 4 } }),
    );
  });

  it('are read back whatever text they were made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), written => {
        fc.pre(!written.includes('\0') && !written.startsWith('\ufeff') && !written.startsWith('PK'));
        expect(decodeText('x.csv', utf8(written)).text).toBe(written);
      }),
    );
  });
});

describe('a CSV text', () => {
  it('gives rows with the line on which each begins, also after a cell of several lines', async () => {
    const rows = await rowsOf('key,name\n1,"a\nb"\n\n2,c\n');
    expect(rows.map(({ line, cells }) => [line, cells.name])).toEqual([
      [2, 'a\nb'],
      [5, 'c'],
    ]);
  });

  it.each([
    ['tabs', 'key\tname\n1\ta, b; c\n'],
    ['semicolons', 'key;name\n1;"a, b; c"\n'],
  ])('is read with %s, as a spreadsheet of another country writes it', async (_, content) => {
    expect((await rowsOf(content)).map(row => row.cells)).toEqual([{ key: '1', name: 'a, b; c' }]);
  });

  it('finds its columns in any order and case', async () => {
    expect((await rowsOf('Name,KEY,more\na,1,x\n')).map(row => row.cells)).toEqual([
      { key: '1', name: 'a', more: 'x' },
    ]);
  });

  it.each([
    ['nothing', '', 'import.empty-file', { file: 'x.csv' }],
    ['spaces and line ends alone', ' \r\n\r\n', 'import.empty-file', { file: 'x.csv' }],
    ['a header without a column', 'key,title\n1,a\n', 'import.columns', { file: 'x.csv', missing: 'name' }],
    [
      'a header with a column twice',
      'key,name,Name\n1,a,b\n',
      'import.column-twice',
      { file: 'x.csv', column: 'name' },
    ],
    ['an end within a quoted cell', 'key,name\n1,a\n2,"b', 'import.half-file', { file: 'x.csv', line: 3 }],
    ['an end within a row', 'key,name\n1,a\n2', 'import.half-file', { file: 'x.csv', line: 3 }],
    ['a quote that never ends', 'key,name\n1,"a\n2,b\n3,c\n', 'import.half-file', { file: 'x.csv', line: 2 }],
  ])('with %s is refused whole', async (_, content, code, detail) => {
    await expect(rowsOf(content)).rejects.toMatchObject({ code, detail });
  });

  it('has its broken rows refused one by one, with their line and reason', async () => {
    const schema = z.object({ key: z.string(), name: z.string() });
    const content = 'key,name\n1,a\n2,b,c\n3\n4,"d" e"\n5,f\n';
    const { records, refused } = await readAllRecords({ name: 'x.csv', text: content }, schema);
    expect(records.map(({ value }) => value.key)).toEqual(['1', '5']);
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'cells'],
      [4, 'cells'],
      [5, 'quotes'],
    ]);
  });

  it('of several pieces is read row by row, also where a cell lies on the border of two', async () => {
    const long = 'あ'.repeat(100_000);
    const content = `key,name\n${Array.from({ length: 20 }, (_, i) => `${i},"${long}\n${i}"`).join('\n')}\n`;
    const rows = await rowsOf(content);
    expect(rows.map(({ line, cells }) => [line, cells.name === `${long}\n${cells.key}`])).toEqual(
      Array.from({ length: 20 }, (_, i) => [2 + 2 * i, true]),
    );
  });
});

describe('a cell', () => {
  it('loses what nobody can see, and keeps what scripts and emoji are joined with', () => {
    expect(cleanCell('\u200b\u202etxt\u2066.exe\u00ad\u0007\u{e0041} ')).toBe('txt.exe');
    expect(cleanCell('क्\u200dष 👩\u200d💻 שלום')).toBe('क्\u200dष 👩\u200d💻 שלום');
  });

  it.each(['=cmd|A1', '+1', '-1', '@x', '＝1', '＋1', '－1', '＠x', "'=1", "''=1"])(
    'that would run as a formula, such as %s, is guarded in a file and read back as it was',
    cell => {
      expect(guardCell(cell)).toBe(`'${cell}`);
      expect(cleanCell(guardCell(cell))).toBe(cell);
    },
  );

  it('comes back from a file as it was, whatever stands in it', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '=', "'", '"', ',', '\n', ';', '\\', '花', '-', ' ') });
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 2, maxLength: 2 }), async cells => {
        const meant = cells.map(text => text.trim());
        const [row] = await rowsOf(`key,name\n${guardedLine(meant)}`);
        const read = row === undefined ? ['', ''] : [row.cells.key, row.cells.name];
        expect(read).toEqual(meant);
      }),
    );
  });

  it('with a list comes back as the same list, separators and backslashes included', () => {
    const entry = fc.string({ unit: fc.constantFrom('a', ';', '；', '\\', 'か', ':') }).filter(text => text !== '');
    fc.assert(
      fc.property(fc.array(entry), entries => {
        expect(splitList(joinList(entries))).toEqual(entries);
      }),
    );
  });

  it.each([
    ['2026-04-01', '2026-04-01'],
    ['2026/4/1', '2026-04-01'],
    ['2026年4月1日', '2026-04-01'],
    ['令和8年4月1日', '2026-04-01'],
    ['令和元年12月31日', '2019-12-31'],
    ['R8.4.1', '2026-04-01'],
    ['２０２６/４/１', '2026-04-01'],
    ['', null],
  ])('with the day %s is read as %s', (cell, day) => {
    expect(optionalDateCell.parse(cell)).toBe(day);
  });

  it.each(['2026-02-30', '2026-13-01', '1/4/2026', '26-04-01', '0000-01-01', 'tomorrow', '2026-4', '45000'])(
    'with %s is no day',
    cell => {
      expect(optionalDateCell.safeParse(cell).error?.issues[0]?.message).toBe('not-a-date');
    },
  );
});

it('a line has quotes only where the format needs them', () => {
  expect(csvLine(['a', 'b,c', 'd"e', 'f\ng'])).toBe('a,"b,c","d""e","f\ng"\n');
});
