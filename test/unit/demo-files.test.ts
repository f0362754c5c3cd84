import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { splitList } from '../../src/platform/files/csv-cell.ts';
import { type CsvRow, readCsv } from '../../src/platform/files/csv-file.ts';

const folder = new URL('../../src/demo/', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');

async function rowsOf(kind: string): Promise<readonly CsvRow['cells'][]> {
  const all: CsvRow['cells'][] = [];
  const text = readFileSync(new URL(`${kind}.csv`, folder), 'utf8');
  await readCsv({ name: kind, text }, [], async rows => {
    all.push(...rows.map(row => row.cells));
  });
  return all;
}

const listOf = (cell: string | undefined) => splitList(cell ?? '');

it('the demo holds what its README says', async () => {
  const [companies, people, skills, maps, postings, courses] = await Promise.all(
    ['companies', 'people', 'skills', 'skill-maps', 'postings', 'courses'].map(rowsOf),
  );
  const roles = new Set(maps?.map(row => row.role));
  const open = postings?.filter(row => row.status === 'open');
  const sessions = courses?.flatMap(row => listOf(row.sessions));
  expect(companies?.map(row => row.country).sort()).toEqual(['DE', 'IN', 'JP', 'JP', 'JP', 'SG']);
  expect(readme).toContain('six companies in Japan, Singapore, India and Germany');
  expect(readme).toContain(
    `${people?.length} people, ${skills?.length} skills, ${roles.size} skill maps, ${postings?.length} postings (${open?.length} of them open) and ${courses?.length} courses with ${sessions?.length} sessions`,
  );
  expect(people?.filter(row => listOf(row.michi_roles).includes('advisor'))).toHaveLength(6);
  expect(readme).toContain('one of six career advisors');
});

it('everybody whom the README of the demo presents works in it under that number and name', async () => {
  const people = await rowsOf('people');
  const names = new Map(people.map(row => [`${row.company}/${row.number}`, row]));
  const presented = [...readme.matchAll(/([A-Z]+\/[A-Z]?\d+) (\p{L}+) (\p{L}+)/gu)];
  expect(presented.length).toBeGreaterThanOrEqual(10);
  for (const [, number = '', first, second] of presented) {
    const row = names.get(number);
    expect([`${row?.family_name} ${row?.given_name}`, `${row?.given_latin} ${row?.family_latin}`].join()).toContain(
      number.startsWith('SG') ? first : `${first} ${second}`,
    );
  }
});
