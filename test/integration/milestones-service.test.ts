import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import type { OfferDetail } from '../../src/domains/milestones/milestones.types.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type MilestonesWorld, milestonesWorld, type SomebodyBorn } from '../support/milestones-world.ts';

let test: TestDatabase;
let world: MilestonesWorld;
let hr: PersonActor;

const boss: SomebodyBorn = { person: 'HQ/boss', bornOn: '1975-06-01' };
/** Thirty in the fiscal year 2026. */
const thirty = (number: string, more: Partial<SomebodyBorn> = {}): SomebodyBorn => ({
  person: `HQ/${number}`,
  bornOn: '1996-10-05',
  manager: 'HQ/boss',
  ...more,
});

beforeEach(async () => {
  test = await testDatabase();
  world = await milestonesWorld(test);
});
afterEach(() => test.close());

async function employ(...people: readonly SomebodyBorn[]): Promise<void> {
  await world.employ('HQ', [boss, ...people]);
  hr = await world.actor('HQ/boss', ['hr', 'manager']);
}

async function only(person: string): Promise<{ readonly actor: PersonActor; readonly detail: OfferDetail }> {
  const actor = await world.actor(person);
  const [detail, ...others] = (await world.milestones.own(actor)).offers;
  if (detail === undefined || others.length > 0) throw new Error(`${person} has ${others.length + 1} offers or none`);
  return { actor, detail };
}

const sessionOf = ({ choices }: OfferDetail, place = 0) => {
  const id = choices[place]?.session.id;
  if (id === undefined) throw new Error('no such session');
  return id;
};

const answer = async (person: string, kind: 'choose' | 'wait', place = 0) => {
  const { actor, detail } = await only(person);
  return world.milestones.answer(actor, detail.offer.id, { kind, sessionId: sessionOf(detail, place) });
};

const stateOf = async (person: string) => (await only(person)).detail.offer.state;

describe('a year', () => {
  it('offers nothing before HR has started it, and everything that is due once it is', async () => {
    await employ(thirty('1'), thirty('2', { bornOn: '1996-04-01' }), thirty('3', { bornOn: '1971-05-05' }));
    expect(await world.plan()).toBe(0);
    expect(await world.milestones.overview(hr)).toMatchObject({ started: false, due: 3, rules: 3 });
    expect(await world.milestones.startYear(hr)).toEqual({ kind: 'started', offers: 3 });
    expect((await world.planned()).map(({ number, kind, due }) => [number, kind, due])).toEqual([
      ['1', 'milestone-offer', '2026-11-24 10:00'],
      ['3', 'milestone-offer', '2026-11-24 10:00'],
      ['3', 'milestone-offer', '2026-11-24 10:00'],
    ]);
    expect(await world.milestones.startYear(hr)).toEqual({ kind: 'already' });
    expect([await world.plan(), await world.plan()]).toEqual([0, 0]);
    expect(await world.planned()).toHaveLength(3);
  });

  it('is shown by a dry run as it will be, which changes nothing and is written down for each person shown', async () => {
    await employ(thirty('1'), thirty('2'));
    const page = await world.milestones.dryRun(hr, 0);
    expect(page.items.map(row => [row.number, row.offer, row.dueAt]).sort()).toEqual([
      ['1', 'milestone-training', '2026-11-24T01:00:00.000Z'],
      ['2', 'milestone-training', '2026-11-24T01:00:00.000Z'],
    ]);
    expect(await world.planned()).toEqual([]);
    const { personId } = await world.actor('HQ/1');
    expect(await world.audited(personId)).toEqual(['milestone-offer.dry-run']);
  });

  it('offers those who join later what is still due, and nobody anything twice', async () => {
    await employ(thirty('1'));
    await world.milestones.startYear(hr);
    await employ(thirty('1'), thirty('2'));
    expect(await world.plan()).toBe(1);
    expect((await world.planned()).map(({ number }) => number).sort()).toEqual(['1', '2']);
  });

  it('offers nothing to people on leave, until they are back', async () => {
    await employ(thirty('1', { status: 'on-leave' }));
    await world.milestones.startYear(hr);
    expect(await world.planned()).toEqual([]);
    await employ(thirty('1'));
    expect(await world.plan()).toBe(1);
  });

  it('that is stopped takes back what nobody has been told, and can be started again', async () => {
    await employ(thirty('1'), thirty('2'));
    await world.milestones.startYear(hr);
    expect(await world.milestones.stopYear(hr)).toBe(2);
    expect((await world.planned()).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
    expect(await world.plan()).toBe(0);
    expect(await world.milestones.startYear(hr)).toEqual({ kind: 'started', offers: 2 });
    expect((await world.planned()).filter(({ state }) => state === 'planned')).toHaveLength(2);
  });

  it('offers nothing for a course without a date in it', async () => {
    await employ(thirty('1'));
    world.setNow('2027-03-20T00:00:00Z');
    expect(await world.milestones.startYear(hr)).toEqual({ kind: 'started', offers: 0 });
  });
});

describe('somebody who moves to another company of the group', () => {
  const before = thirty('1', { groupNumber: 'G1' });
  const after: SomebodyBorn = { person: 'DE/9', bornOn: '1996-10-05', groupNumber: 'G1' };
  const germanHr = () => world.actor('DE/hr', ['hr']);
  const germany = (...people: readonly SomebodyBorn[]) =>
    world.employ('DE', [{ person: 'DE/hr', bornOn: '1985-01-01' }, ...people]);

  it('is not offered again what they settled before', async () => {
    await employ(before);
    await world.milestones.startYear(hr);
    await answer('HQ/1', 'choose');
    await employ();
    await germany(after);
    // In a company whose year is the calendar’s the same age falls into the same year; its sessions are those of 2026.
    world.setNow('2026-12-01T00:00:00Z');
    await world.milestones.startYear(await germanHr());
    expect((await world.planned()).map(({ number }) => number)).not.toContain('9');
    expect((await world.milestones.own(await world.actor('DE/9'))).offers).toEqual([]);
  });

  it('takes along what they had not answered yet', async () => {
    await employ(before);
    await world.milestones.startYear(hr);
    await employ();
    await germany(after);
    world.setNow('2027-01-05T00:00:00Z');
    await world.milestones.startYear(await germanHr());
    expect(await stateOf('DE/9')).toBe('offered');
    const planned = (await world.planned()).filter(({ state }) => state === 'planned');
    expect(planned.map(({ number }) => number)).toEqual(['9']);
  });

  it('is not known again without a number of the group or the same address, and is then offered it again', async () => {
    await employ(thirty('1', { email: 'one@hq.example' }));
    await world.milestones.startYear(hr);
    await answer('HQ/1', 'choose');
    await employ();
    await germany({ person: 'DE/9', bornOn: '1997-01-20', email: 'one@de.example' });
    world.setNow('2027-01-05T00:00:00Z');
    expect(await world.milestones.startYear(await germanHr())).toEqual({ kind: 'started', offers: 1 });
  });
});

describe('seats', () => {
  beforeEach(async () => {
    await employ(thirty('1'), thirty('2'), thirty('3'));
    await world.milestones.startYear(hr);
    const { detail } = await only('HQ/1');
    await world.milestones.setSeats(hr, sessionOf(detail), 1);
  });

  it('are given out while there are any; then the waitlist is open', async () => {
    expect((await answer('HQ/1', 'choose')).kind).toBe('done');
    expect((await answer('HQ/2', 'choose')).kind).toBe('full');
    expect((await answer('HQ/2', 'wait')).kind).toBe('done');
    const { detail } = await only('HQ/3');
    expect(detail.choices.map(({ seats, free, waiting }) => [seats, free, waiting])).toEqual([
      [1, 0, 1],
      [20, 20, 0],
      [20, 20, 0],
    ]);
  });

  it('that were wanted by several at once are never given out twice', async () => {
    const outcomes = await Promise.all(['HQ/1', 'HQ/2', 'HQ/3'].map(person => answer(person, 'choose')));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'full', 'full']);
  });

  it('move up whoever has waited longest when one is given back, and tell them, and nobody else', async () => {
    await answer('HQ/1', 'choose');
    await answer('HQ/3', 'wait');
    world.setNow('2026-11-23T04:00:00Z');
    await answer('HQ/2', 'wait');
    const { actor, detail } = await only('HQ/1');
    await world.milestones.answer(actor, detail.offer.id, { kind: 'reopen' });
    expect([await stateOf('HQ/1'), await stateOf('HQ/2'), await stateOf('HQ/3')]).toEqual([
      'offered',
      'waitlisted',
      'chosen',
    ]);
    const told = (await world.planned()).filter(({ kind }) => kind === 'milestone-seat');
    expect(told.map(({ number }) => number)).toEqual(['3']);
  });

  it('move people up when HR adds some', async () => {
    await answer('HQ/1', 'choose');
    await answer('HQ/2', 'wait');
    await answer('HQ/3', 'wait');
    const { detail } = await only('HQ/1');
    expect(await world.milestones.setSeats(hr, sessionOf(detail), 2)).toBe(true);
    expect([await stateOf('HQ/2'), await stateOf('HQ/3')].sort()).toEqual(['chosen', 'waitlisted']);
  });

  it('a session changed for another frees the first', async () => {
    await answer('HQ/1', 'choose');
    await answer('HQ/2', 'wait');
    await answer('HQ/1', 'choose', 1);
    expect(await stateOf('HQ/2')).toBe('chosen');
  });
});

describe('an answer', () => {
  beforeEach(async () => {
    await employ(thirty('1'), thirty('2'));
    await world.milestones.startYear(hr);
  });

  it.each(['decline', 'next-year'] as const)(
    '“%s” can be taken back, and the invitation that was not sent is withdrawn',
    async kind => {
      const { actor, detail } = await only('HQ/1');
      expect((await world.milestones.answer(actor, detail.offer.id, { kind })).kind).toBe('done');
      const mine = (await world.planned()).filter(({ number }) => number === '1');
      expect(mine.map(({ state }) => state)).toEqual(['withdrawn']);
      await world.milestones.answer(actor, detail.offer.id, { kind: 'reopen' });
      expect(await stateOf('HQ/1')).toBe('offered');
    },
  );

  it('“next year” brings the offer again in the next fiscal year, once, and told once', async () => {
    const { actor, detail } = await only('HQ/1');
    await world.milestones.answer(actor, detail.offer.id, { kind: 'next-year' });
    await test.db.admin.transaction(tx =>
      tx.query(
        `insert into course_sessions select id || 'x', course_id, audience, starts_at + interval '6 months', ends_at + interval '6 months', place from course_sessions`,
      ),
    );
    world.setNow('2027-04-02T00:00:00Z');
    await world.milestones.startYear(hr);
    expect(await world.plan()).toBe(0);
    expect(await stateOf('HQ/1')).toBe('offered');
    const mine = (await world.planned()).filter(({ number, state }) => number === '1' && state === 'planned');
    expect(mine).toHaveLength(1);
  });

  it('to somebody else’s offer is not there, also for HR and for the manager', async () => {
    const { detail } = await only('HQ/1');
    for (const actor of [hr, await world.actor('HQ/2')]) {
      expect(await world.milestones.answer(actor, detail.offer.id, { kind: 'decline' })).toEqual({ kind: 'gone' });
      expect(await world.milestones.offer(actor, detail.offer.id)).toBeNull();
    }
    expect(await stateOf('HQ/1')).toBe('offered');
  });

  it('opting out ends what is open, keeps a seat, and stops the year’s offers; opting in opens them again', async () => {
    await answer('HQ/2', 'choose');
    const [one, two] = [await world.actor('HQ/1'), await world.actor('HQ/2')];
    await world.milestones.setOptOut(one, true);
    await world.milestones.setOptOut(two, true);
    expect(await world.milestones.own(one)).toMatchObject({ offers: [], optedOut: true });
    expect(await stateOf('HQ/2')).toBe('chosen');
    expect(await world.plan()).toBe(0);
    await world.milestones.setOptOut(one, false);
    expect(await stateOf('HQ/1')).toBe('offered');
  });
});

describe('what others see', () => {
  beforeEach(async () => {
    await employ(thirty('1'));
    await world.milestones.startYear(hr);
  });

  it('is nothing at all for the manager, an officer, an administrator and another company’s HR', async () => {
    for (const roles of [['manager'], ['officer'], ['admin'], ['recruiter'], ['advisor']] as const) {
      const actor = await world.actor('HQ/boss', roles);
      for (const call of [
        world.milestones.list(actor, 0),
        world.milestones.dryRun(actor, 0),
        world.milestones.overview(actor),
        world.milestones.rules(actor),
        world.milestones.seats(actor),
        world.milestones.startYear(actor),
      ])
        await expect(call).rejects.toMatchObject({ code: 'access.denied' });
    }
    await world.employ('DE', [{ person: 'DE/hr', bornOn: '1985-01-01' }]);
    expect((await world.milestones.list(await world.actor('DE/hr', ['hr']), 0)).items).toEqual([]);
  });

  it('is the list for HR, which each person on it can see was read', async () => {
    const page = await world.milestones.list(hr, 0);
    expect(page.items.map(({ number, offer, state }) => [number, offer, state])).toEqual([
      ['1', 'milestone-training', 'offered'],
    ]);
    expect(JSON.stringify(page)).not.toMatch(/1996|born|"age"/);
    const { personId } = await world.actor('HQ/1');
    expect(await world.audited(personId)).toEqual(['milestone-offer.read']);
  });

  it('attendance is noted by HR, for a seat alone, and taken back', async () => {
    const { detail } = await only('HQ/1');
    expect(await world.milestones.setAttended(hr, detail.offer.id, true)).toBe(false);
    await answer('HQ/1', 'choose');
    expect(await world.milestones.setAttended(hr, detail.offer.id, true)).toBe(true);
    expect((await answer('HQ/1', 'choose', 1)).kind).toBe('closed');
    expect(await world.milestones.setAttended(hr, detail.offer.id, false)).toBe(true);
    expect(await stateOf('HQ/1')).toBe('chosen');
  });
});

describe('the invitation', () => {
  async function invitationsTo(person: string, locale: PersonActor['locale']): Promise<readonly string[]> {
    const actor = { ...(await world.actor(person)), locale };
    const { offers } = await world.milestones.own(actor);
    const replies = await Promise.all(offers.map(({ offer }) => world.kinds[0]?.compose(actor, offer.id)));
    return replies.map(reply => (reply ? `${reply.preview}\n${plainText(reply)}` : ''));
  }

  it.each(['ja', 'en'] as const)('names no age and no year of birth in %s, and shows two ways out', async locale => {
    await employ(thirty('1'), thirty('2', { bornOn: '1971-05-05' }));
    await world.milestones.startYear(hr);
    const texts = [...(await invitationsTo('HQ/1', locale)), ...(await invitationsTo('HQ/2', locale))];
    expect(texts).toHaveLength(3);
    for (const text of texts) {
      expect(text.replaceAll(/\d+:\d+/g, '')).not.toMatch(/\b(30|55|1996|1971)\b|歳|\bage\b|節目|milestone|birth/i);
      const labels = [...text.matchAll(/^\[(.*)\]$/gm)].map(([, label]) => label);
      expect(labels).toHaveLength(4);
      expect(labels.slice(-2)).toEqual(
        locale === 'ja' ? ['来年度にする', '今回は受けない'] : ['Next year', 'No, thank you'],
      );
    }
  });

  it('is not sent once it is answered or somebody opted out', async () => {
    await employ(thirty('1'));
    await world.milestones.startYear(hr);
    const { actor, detail } = await only('HQ/1');
    await world.milestones.setOptOut(actor, true);
    expect(await world.kinds[0]?.compose(actor, detail.offer.id)).toBeNull();
  });
});

describe('what arrives', () => {
  it('is one invitation at ten in the morning, with the reason and a way to stop, and a seat as soon as it is free', async () => {
    await employ(thirty('1'), thirty('2'));
    await world.milestones.startYear(hr);
    const { detail } = await only('HQ/2');
    await world.milestones.setSeats(hr, sessionOf(detail), 1);
    await answer('HQ/2', 'choose');
    expect(await world.tell()).toEqual([]);
    world.setNow('2026-11-24T01:00:00Z');
    const [invitation, ...more] = await world.tell();
    expect(more).toEqual([]);
    const { personId } = await world.actor('HQ/1');
    expect(invitation?.address).toContain(personId);
    expect(invitation?.text).toMatch(/キャリアデザイン研修をご案内します。|Career design training: you’re invited/);
    expect(invitation?.text).toMatch(/会社の研修計画により|Your company’s training plan/);
    await answer('HQ/1', 'wait');
    const two = await only('HQ/2');
    await world.milestones.answer(two.actor, two.detail.offer.id, { kind: 'decline' });
    world.setNow('2026-11-24T01:01:00Z');
    const [, seat] = await world.tell();
    expect(seat?.address).toContain(personId);
    expect(seat?.text).toMatch(/席が空いたので、お取りしました|a seat became free/);
    expect(seat?.reply.preview).not.toMatch(/研修|training/);
  });

  it('is nothing once the person has answered, opted out or left', async () => {
    await employ(thirty('1'), thirty('2'), thirty('3'));
    await world.milestones.startYear(hr);
    const { actor, detail } = await only('HQ/1');
    await world.milestones.answer(actor, detail.offer.id, { kind: 'next-year' });
    await world.milestones.setOptOut(await world.actor('HQ/2'), true);
    await employ(thirty('1'), thirty('2'));
    world.setNow('2026-11-24T01:00:00Z');
    expect(await world.tell()).toEqual([]);
  });
});
