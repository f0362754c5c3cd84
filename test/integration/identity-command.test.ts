import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { registerIdentity } from '../../src/app/cli/identity.command.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { seedTwoCompanies, twoCompanies } from '../support/group-of-two-companies.ts';

const [member] = twoCompanies();
const person = `${member?.actor.companyId}/${member?.actor.personId}`;
let test: TestDatabase;
let said: string[] = [];

beforeAll(async () => {
  test = await testDatabase();
  await seedTwoCompanies(test, twoCompanies());
});
afterAll(() => test.close());
beforeEach(() => {
  said = [];
  for (const stream of ['log', 'error'] as const)
    vi.spyOn(console, stream).mockImplementation(line => void said.push(`${stream}: ${line}`));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function identity(
  ...argv: readonly string[]
): Promise<{ readonly said: readonly string[]; readonly code: number }> {
  const program = new Command().exitOverride();
  registerIdentity(program, { language: 'en', withDatabase: work => work(test.db, []) });
  await program.parseAsync(['identity', ...argv], { from: 'user' });
  return { said, code: Number(process.exitCode ?? 0) };
}

it('an operator links an account, sees it, and takes it back', async () => {
  await identity('link', person, 'slack', 'E1', 'U1');
  await identity('list', person);
  await identity('unlink', 'slack', 'E1', 'U1');
  const { said: lines, code } = await identity('list', person);
  expect(lines).toEqual([
    `log: Linked: slack/E1/U1 is ${person}.`,
    expect.stringMatching(/^log: slack\tE1\tU1\toperator\t\d{4}-.*\nweb\t/),
    'log: Unlinked: slack/E1/U1 belongs to nobody now.',
    expect.stringMatching(/^log: web\t\t/),
  ]);
  expect(code).toBe(0);
});

it.each([
  [['link', 'com_aaaa/nobody', 'slack', 'E1', 'U1'], 'Nobody who works here has the number com_aaaa/nobody'],
  [['link', 'com_aaaa/per_com_aaaa_leaver', 'slack', 'E1', 'U1'], 'Nobody who works here'],
  [['link', person, 'web', 'signed', 'U1'], 'There is no channel web'],
  [['unlink', 'teams', 'tenant', 'U9'], 'teams/tenant/U9 was not linked to anybody'],
  [['list', 'nonsense'], 'Nobody who works here'],
])('%j fails with a sentence and changes nothing', async (argv, words) => {
  const outcome = await identity(...argv);
  expect(outcome.said).toEqual([expect.stringContaining(`error: ${words}`)]);
  expect(outcome.code).toBe(1);
});
