import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOneononesImport, oneononesTemplate } from '../../src/domains/oneonones/imports/oneonones-csv.ts';
import { guardedLine } from '../../src/platform/files/csv-file.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { housekeeping, type OneononesWorld, oneononesWorld } from '../support/oneonones.ts';

let test: TestDatabase;
let world: OneononesWorld;
let people: Readonly<Record<'boss' | 'lead' | 'one' | 'two', Awaited<ReturnType<OneononesWorld['hire']>>>>;

beforeAll(async () => {
  test = await testDatabase();
  world = await oneononesWorld(test);
  const boss = await world.hire({ number: '1' });
  const lead = await world.hire({ number: '2', manager: boss.personId });
  const one = await world.hire({ number: '3', manager: lead.personId });
  const two = await world.hire({ number: '4', manager: lead.personId });
  people = { boss, lead, one, two };
});
afterAll(() => test.close());

const [header] = oneononesTemplate;
const good = ['HQ', '2', '3', 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20271130', '2026-12-01T10:00', 'Asia/Tokyo', '30', ''];
const options = { dryRun: false, onProgress: () => undefined };

/** Bad rows among so many good ones that the file is taken; unknown people do not count as members. */
function take(rows: readonly (readonly string[])[], more: Partial<typeof options> = {}) {
  const text = [header, ...rows].map(guardedLine).join('');
  const importer = createOneononesImport({ db: test.db, clock: world.clock });
  return importer.importFile({ name: 'oneonones.csv', text }, { ...options, ...more });
}

const withCell = (column: (typeof header)[number], value: string) =>
  good.map((cell, at) => (header[at] === column ? value : cell));

describe('a file of series', () => {
  it.each<[(typeof header)[number], string, string, string]>([
    ['member_number', '99', 'member_number', 'unknown-person'],
    ['manager_number', '99', 'manager_number', 'unknown-person'],
    ['manager_number', '4', 'manager_number', 'no-members'],
    ['manager_number', '1', 'manager_number', 'not-their-manager'],
    ['rule', 'FREQ=WEEKLY;BYDAY=TU', 'rule', 'no-end'],
    ['rule', 'FREQ=HOURLY;COUNT=3', 'rule', 'too-often'],
    ['rule', 'every Tuesday', 'rule', 'bad-rule'],
    ['rule', 'FREQ=WEEKLY;UNTIL=20200101', 'rule', 'over'],
    ['rule', 'FREQ=WEEKLY;UNTIL=20400101', 'rule', 'too-long'],
    ['time_zone', 'Asia/Edo', 'time_zone', 'unknown-zone'],
    ['start', 'Tuesday at ten', 'start', 'bad-start'],
    ['minutes', '5', 'minutes', 'not-allowed'],
    ['minutes', 'half an hour', 'minutes', 'not-a-number'],
    ['member_number', '', 'member_number', 'missing'],
  ])('with %s "%s" is refused there, with the line and the reason', async (column, value, where, reason) => {
    const { refused, aborted } = await take([withCell(column, value)], { dryRun: true });
    expect(refused.map(({ line, column: at, reason: why }) => [line, at, why])).toEqual([[2, where, reason]]);
    expect(aborted).toBe('too-many-refused');
  });

  it('a member who stands there with another manager, or twice, is refused the second time', async () => {
    const other = withCell('manager_number', '1');
    const { refused } = await take([good, good, other], { dryRun: true });
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'twice'],
      [4, 'two-managers'],
    ]);
  });

  it('a dry run says what would be, and writes nothing', async () => {
    expect(await take([good], { dryRun: true })).toMatchObject({ new: 1, refused: [], dryRun: true });
    expect(await world.oneonones.mine(people.one)).toEqual([]);
  });

  it('is taken, then planned by the job; a second time nothing changes, and another cadence changes the meetings', async () => {
    expect(await take([good])).toMatchObject({ new: 1, changed: 0, unchanged: 0 });
    await world.oneonones.planMeetings(housekeeping);
    const next = async () => (await world.oneonones.mine(people.one))[0]?.next?.startsAt.toISOString();
    expect(await next()).toBe('2026-12-01T01:00:00.000Z');
    expect(await take([good])).toMatchObject({ new: 0, changed: 0, unchanged: 1 });
    const friday = withCell('rule', 'FREQ=WEEKLY;BYDAY=FR;COUNT=20');
    expect(await take([friday])).toMatchObject({ new: 0, changed: 1, unchanged: 0 });
    await world.oneonones.planMeetings(housekeeping);
    expect(await next()).toBe('2026-12-04T01:00:00.000Z');
  });

  it('times as a spreadsheet rewrites them are read, too', async () => {
    const excel = withCell('member_number', '4').map(cell => (cell === '2026-12-01T10:00' ? '2026/12/1 10:00' : cell));
    expect(await take([excel])).toMatchObject({ new: 1, refused: [] });
  });
});
