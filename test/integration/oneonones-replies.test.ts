import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import { createOneononeFigures } from '../../src/domains/oneonones/intents/oneonone-figures.intent.ts';
import { createChangedNotice } from '../../src/domains/oneonones/notices/oneonone-changed.notice.ts';
import { createCloseNotice } from '../../src/domains/oneonones/notices/oneonone-close.notice.ts';
import { createPointsNotice } from '../../src/domains/oneonones/notices/oneonone-points.notice.ts';
import { createPeopleService } from '../../src/domains/people/people.service.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { housekeeping, type OneononesWorld, oneononesWorld, tuesdays } from '../support/oneonones.ts';

const day = 24 * 3_600_000;

let test: TestDatabase;
let world: OneononesWorld;
let numbers = 0;

beforeAll(async () => {
  test = await testDatabase();
  world = await oneononesWorld(test);
});
afterAll(() => test.close());

const hire = (manager?: PersonActor, more: Partial<Parameters<OneononesWorld['hire']>[0]> = {}) => {
  numbers += 1;
  return world.hire({
    number: String(numbers),
    ...(manager === undefined ? {} : { manager: manager.personId }),
    ...more,
  });
};

async function aPair(boss?: PersonActor, division = '開発') {
  const manager = boss ?? (await hire(undefined, { division }));
  const member = await hire(manager, { division });
  const setUp = await world.oneonones.setUp(manager, member.personId, tuesdays);
  if (setUp.kind !== 'set-up' || setUp.first === null) throw new Error('not set up');
  return { boss: manager, member, series: setUp.series, meeting: setUp.first };
}

function kinds() {
  const deps = {
    oneonones: world.oneonones,
    people: createPeopleService({ db: test.db, clock: world.clock }),
    clock: world.clock,
  };
  return { points: createPointsNotice(deps), changed: createChangedNotice(deps), close: createCloseNotice(deps) };
}

const words = (reply: Parameters<typeof plainText>[0] | null) =>
  reply === null ? null : plainText(reply).split('\n')[0];

describe('what is told uninvited', () => {
  it('says how it stands when it is sent, whatever was changed in between, and nothing where it no longer applies', async () => {
    const { boss, member, series, meeting } = await aPair();
    const { points, changed, close } = kinds();
    const told = async (subject: string) => words(await changed.compose(member, subject));
    expect(await told(series.id)).toMatch(
      /^One-on-ones with N\d+ Yamada: every week, next on Tue 1 Dec 2026, 10:00–10:30\.$/,
    );
    await world.oneonones.skip(boss, meeting.id);
    expect(await told(meeting.id)).toContain('on Tue 1 Dec 2026, 10:00 is skipped.');
    expect(await points.compose(member, meeting.id)).toBeNull();
    await world.oneonones.unskip(boss, meeting.id);
    await world.oneonones.move(boss, meeting.id, new Date('2026-12-02T01:00:00Z'));
    expect(await told(meeting.id)).toContain('is on Wed 2 Dec 2026, 10:00–10:30.');
    expect(await points.line?.(member, meeting.id)).toContain('Wed 2 Dec 2026, 10:00–10:30');
    await world.oneonones.pause(boss, series.id, '2027-01-15');
    expect(await told(series.id)).toContain('are paused until Fri 15 Jan 2027.');
    await world.oneonones.end(boss, series.id);
    expect(await told(series.id)).toContain('have ended.');
    expect(await close.compose(member, meeting.id)).toBeNull();
  });

  it('tells the manager what is new since the last time, and asks nobody who is not one of the two', async () => {
    const { boss, member, meeting, series } = await aPair();
    const { points, close } = kinds();
    await world.oneonones.addPoint(member, series.id, 'Before', 'shared');
    world.clock.forward(6 * day);
    expect(await close.line?.(boss, meeting.id)).toContain('Tue 1 Dec 2026, 10:00');
    await world.oneonones.close(boss, meeting.id, 'took-place');
    await world.oneonones.addPoint(member, series.id, 'After', 'shared');
    const next = (await world.oneonones.series(boss, series.id))?.next?.id ?? '';
    const card = await points.compose(boss, next);
    expect(card === null ? '' : plainText(card)).toContain(
      'Since last time (Tue 1 Dec 2026): 1 new point, 1 carried over.',
    );
    expect(card?.preview).toBe('A message about an appointment');
    const stranger = await hire(undefined, { roles: ['hr', 'admin'] });
    expect(await points.compose(stranger, next)).toBeNull();
    expect(await points.compose(boss, 'mtg_nonsense')).toBeNull();
    world.clock.forward(-6 * day);
  });

  it('a manager who is none any more gets nothing, although it was planned for them', async () => {
    const { boss, member, meeting, series } = await aPair();
    const { points, changed } = kinds();
    await world.transfer(member, await hire());
    expect(await points.compose(boss, meeting.id)).toBeNull();
    expect(await changed.compose(boss, series.id)).toBeNull();
  });
});

describe('the figures for HR', () => {
  it('say the share, draw the months and list the divisions that give nobody away', async () => {
    const all = [];
    for (const [division, size] of [
      ['営業', 6],
      ['企画', 5],
    ] as const) {
      const first = await aPair(undefined, division);
      all.push(first);
      for (let i = 1; i < size; i += 1) all.push(await aPair(first.boss, division));
    }
    world.clock.forward(6 * day);
    for (const [at, { boss, meeting }] of all.entries())
      await world.oneonones.close(boss, meeting.id, at < 9 ? 'took-place' : 'did-not');
    await world.oneonones.countFigures(housekeeping);
    const hr = await hire(undefined, { roles: ['hr'] });
    const intent = createOneononeFigures({ oneonones: world.oneonones });
    const context = { actor: hr, scope: 'direct', memory: { focus: {}, listed: [] } } as const;
    const { reply } = await intent.handle(context, { kind: 'action', slots: {} });
    expect(plainText(reply)).toMatch(/^In Dec 2026, \d+% of the one-on-ones took place \(\d+ of \d+\)\./);
    expect(reply.blocks.map(block => block.kind)).toEqual(['text', 'chart', 'table', 'note']);
    expect(plainText(reply)).toContain('営業 | 6 | 6 | 100%');
    // Of five, but what is left of the company's figure would be one person of another division.
    expect(plainText(reply)).not.toContain('企画');
    expect(plainText(reply)).toContain('2 divisions with fewer than five people');
  });
});
