import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = ['src/**/*.{ts,js}', 'adapters/**/*.{ts,js}', 'migrations/*.sql', 'prompts/**/*.md'].flatMap(pattern =>
  globSync(pattern, { cwd: root }),
);
const born = /milestone_birth_dates|milestone_issues|born_?on\b|birth_?date|date_?of_?birth/i;

function mentioning(pattern: RegExp): readonly string[] {
  return files.filter(path => pattern.test(readFileSync(join(root, path), 'utf8'))).sort();
}

it('looks at the code of the whole product', () => {
  expect(files.length).toBeGreaterThan(400);
  expect(mentioning(born)).toContain('src/domains/milestones/plan.repository.ts');
});

it('when somebody was born is read by the area of milestones and by nobody else', () => {
  const elsewhere = mentioning(born).filter(path => !path.startsWith('src/domains/milestones/'));
  // The table itself, and the words in which an operator is told how many birth dates a file had.
  expect(elsewhere).toEqual(['migrations/0100_milestones.sql', 'src/app/cli/import.messages.ts']);
});

it('no other area knows the area of milestones, so that no rank and no choice can depend on an age', () => {
  const importing = mentioning(/from '[^']*\/milestones\//);
  const elsewhere = importing.filter(path => !/^src\/(app|demo|domains\/milestones)\//.test(path));
  expect(elsewhere).toEqual([]);
});

it('what people and HR are shown is made without it', () => {
  const shown = mentioning(born).filter(path => /\/(intents|home)\/|notices\.ts|messages\.ts/.test(path));
  expect(shown).toEqual(['src/app/cli/import.messages.ts']);
});
