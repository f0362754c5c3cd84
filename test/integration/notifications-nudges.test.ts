import { afterEach, beforeEach, expect, it } from 'vitest';
import { nudgeAudience } from '../../src/app/nudge-audience.ts';
import type { IntentInput } from '../../src/conversation/contract/intent.ts';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import { createRunNudge } from '../../src/domains/notifications/intents/run-nudge.intent.ts';
import type { NoticeKind } from '../../src/domains/notifications/notifications.types.ts';
import { createNudgeKinds } from '../../src/domains/notifications/nudge-kinds.ts';
import type { NudgeDraft } from '../../src/domains/notifications/nudges.rules.ts';
import { createNudgesService } from '../../src/domains/notifications/nudges.service.ts';
import type { NudgesService } from '../../src/domains/notifications/nudges.types.ts';
import { createPeopleService } from '../../src/domains/people/people.service.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import type { Id } from '../../src/platform/ids/ids.ts';
import { createOutbox } from '../../src/platform/outbox/outbox.ts';
import { createPaces } from '../../src/platform/outbox/paces.ts';
import { systemActor, type TestDatabase, testDatabase } from '../support/database.ts';
import { notificationsOn } from '../support/notifications.ts';

const draft: NudgeDraft = {
  name: 'Security basics',
  condition: { divisions: ['Security'], jobCategories: [], positions: [] },
  text: { ja: '{division}のみなさんへ', en: 'To everybody in {division}' },
  startsAt: '2026-04-01T09:00',
  rule: 'FREQ=MONTHLY;COUNT=2',
};

let test: TestDatabase;
let area: Awaited<ReturnType<typeof notificationsOn>>;
let nudges: NudgesService;
let hr: PersonActor;
let other: PersonActor;

beforeEach(async () => {
  test = await testDatabase();
  const kinds: NoticeKind[] = [];
  area = await notificationsOn(test, kinds);
  const clock = { now: () => area.time.now };
  const paces = createPaces({ db: test.db, perSecondOf: () => 0.02 });
  const audience = nudgeAudience({ people: createPeopleService({ db: test.db, clock }), paces, clock });
  kinds.push(...createNudgeKinds({ db: test.db, audience }));
  nudges = createNudgesService({ db: test.db, clock, notices: area.notices, outbox: createOutbox(), audience });
  hr = area.member('hr of com_aaaa');
  other = area.member('admin of com_aaaa');
  await inSecurity(['employee', 'manager', 'advisor']);
});
afterEach(() => test.close());

async function inSecurity(roles: readonly string[]): Promise<void> {
  const ids = roles.map(role => area.member(`${role} of com_aaaa`).personId);
  await test.db.transaction(systemActor('import'), tx =>
    tx.query(`update people set division_en = 'Security', division_ja = 'セキュリティ部' where id = any($1)`, [ids]),
  );
}

async function saved(change: Partial<NudgeDraft> = {}): Promise<Id<'nudge'>> {
  const outcome = await nudges.draft(hr, { ...draft, ...change });
  if (outcome.kind !== 'saved') throw new Error(JSON.stringify(outcome));
  return outcome.nudge.id;
}

const sendAll = async () => {
  for (const { subject, state } of await area.entries())
    if (state === 'scheduled') await area.deliver(subject as Id<'notice'>); // entries of notices are about notices
};

it('a draft with a fault is not saved, and says which', async () => {
  const outcome = await nudges.draft(hr, { ...draft, rule: 'FREQ=DAILY', text: { ja: '{x}', en: '' } });
  expect(outcome).toEqual({ kind: 'refused', faults: ['no-text', 'unknown-variable', 'no-end'] });
  expect((await nudges.list(hr)).map(({ name }) => name)).toEqual(['n']);
});

it('a dry run says who and when and sends nothing; without one nothing starts', async () => {
  const id = await saved();
  expect(await nudges.start(hr, id)).toEqual({ kind: 'refused', reason: 'no-dry-run' });
  expect(await nudges.dryRun(hr, id)).toMatchObject({
    people: 3,
    times: [new Date('2026-04-01T00:00:00Z'), new Date('2026-05-01T00:00:00Z')],
    // Three of them at one in fifty seconds.
    minutes: 3,
  });
  expect(await area.entries()).toEqual([]);
});

it('goes to those whom it is for, with what they are, and to nobody who has moved meanwhile', async () => {
  const id = await saved();
  await nudges.dryRun(hr, id);
  expect(await nudges.start(hr, id)).toMatchObject({ kind: 'done', people: 3 });
  await test.db.transaction(systemActor('import'), tx =>
    tx.query(`update people set division_en = 'Sales' where id = $1`, [area.member('advisor of com_aaaa').personId]),
  );
  await sendAll();
  expect(area.channel.ledger).toHaveLength(2);
  expect(area.channel.ledger[0]?.text).toMatch(/To everybody in Security|セキュリティ部のみなさんへ/);
});

it('names positions and divisions as people read them, to HR who chooses and to whoever gets it', async () => {
  const { divisions, positions } = await nudges.options(hr);
  expect(divisions).toContainEqual({ value: 'Security', label: { ja: 'セキュリティ部', en: 'Security' } });
  expect(positions).toContainEqual({ value: 'staff', label: { ja: '担当', en: 'staff' } });
  const people = createPeopleService({ db: test.db, clock: { now: () => area.time.now } });
  await people.setLocale(area.member('employee of com_aaaa'), 'ja');
  const id = await saved({ text: { ja: '{position}の方へ', en: 'For {position}' } });
  await nudges.dryRun(hr, id);
  await nudges.start(hr, id);
  await sendAll();
  expect(area.channel.ledger.map(({ text }) => text.split('\n')[0])).toContain('担当の方へ');
});

it('is tried on oneself alone, before it runs', async () => {
  const id = await saved();
  await nudges.testSend(hr, id);
  await sendAll();
  expect(area.channel.ledger).toHaveLength(1);
  expect((await nudges.find(hr, id))?.state).toBe('draft');
});

it('is paused and goes on with what was not sent, and a stopped one never starts again', async () => {
  const id = await saved();
  await nudges.dryRun(hr, id);
  await nudges.start(hr, id);
  const [first] = await area.entries();
  await area.deliver(first?.subject as Id<'notice'>); // an entry of a notice
  expect(await nudges.halt(hr, id, 'paused')).toMatchObject({ kind: 'done', people: 5 });
  await sendAll();
  expect(area.channel.ledger).toHaveLength(1);
  expect(await nudges.start(hr, id)).toMatchObject({ kind: 'done', nudge: { state: 'running' } });
  const waiting = (await area.entries()).filter(({ state }) => state === 'scheduled');
  expect(new Set(waiting.map(({ subject }) => subject)).size).toBe(6);
  await nudges.halt(hr, id, 'stopped');
  expect(await nudges.start(hr, id)).toEqual({ kind: 'refused', reason: 'gone' });
});

it('for everybody is refused, however it is said', async () => {
  const id = await saved({ condition: { divisions: [], jobCategories: ['it'], positions: [] } });
  await nudges.dryRun(hr, id);
  expect(await nudges.start(hr, id)).toEqual({ kind: 'refused', reason: 'matches-everyone' });
});

it('for fifty people needs a second person of HR', async () => {
  const id = await saved();
  await test.db.transaction(systemActor('import'), tx =>
    tx.query(
      `insert into people (id, company_id, number, locale, time_zone, division_ja, division_en, job_category, position, michi_roles, status, content_hash)
       select 'per_' || n, 'com_aaaa', n::text, 'ja', 'Asia/Tokyo', 'x', 'Security', 'it', 'staff', '{}', 'active', 'h' from generate_series(1, 47) n`,
    ),
  );
  const second = { ...other, roles: ['employee', 'hr'] } as const;
  expect(await nudges.dryRun(hr, id)).toMatchObject({ people: 50 });
  expect(await nudges.start(hr, id)).toEqual({ kind: 'refused', reason: 'needs-approval' });
  expect(await nudges.approve(hr, id)).toEqual({ kind: 'refused', reason: 'own-approval' });
  expect(await nudges.approve(second, id)).toMatchObject({ kind: 'done' });
  expect(await nudges.start(hr, id)).toMatchObject({ kind: 'done', people: 50 });
});

it('is written, looked at, asked about and run in chat, and a fault stands at its field', async () => {
  const intent = createRunNudge({ nudges });
  const actor = { ...hr, locale: 'en' } as const;
  const handle = async (input: IntentInput) =>
    (await intent.handle({ actor, scope: 'direct', memory: { focus: {}, listed: [] } }, input)).reply;
  const press = (reply: Reply, label: string) => {
    const all = reply.blocks.flatMap(block => (block.kind === 'actions' ? block.actions : []));
    const slots = all.find(action => action.label === label)?.slots;
    if (slots === undefined) throw new Error(`no ${label} in ${plainText(reply)}`);
    return handle({ kind: 'action', slots });
  };
  const list = await handle({ kind: 'sentence', text: 'nudges', slots: {} });
  expect(plainText(await press(list, 'Write a new one'))).toContain('[Save as a draft]');
  const typed = { name: 'Basics', division: 'Security', jobCategory: 'any', position: 'any', rule: '' };
  const save = (more: Readonly<Record<string, string>>) =>
    handle({ kind: 'form', slots: { step: 'save' }, values: { ...typed, ja: 'x', en: 'To {division}', ...more } });
  expect(plainText(await save({ startsAt: 'soon' }))).toContain('Please write it like 2026-12-01T10:00.');
  const draft = await save({ startsAt: '2026-04-02T10:00' });
  const dry = await press(draft, 'See who gets it');
  expect(plainText(dry)).toContain('3 of 7 people would get it, first on Thu 2 Apr 2026, 10:00, 1 time each.');
  const asked = await press(dry, 'Run it');
  expect(plainText(asked)).toContain('Run “Basics” for 3 people? Sending takes about 3 minutes each time.');
  const running = await press(asked, 'Run it');
  expect(plainText(running)).toContain('Planned for 3 people');
  expect(plainText(await press(running, 'Pause'))).toContain('Paused. 3 messages not sent yet are held back.');
});

it('is nobody’s but HR’s of that company', async () => {
  const id = await saved();
  expect(() => nudges.list(area.member('manager of com_aaaa'))).toThrow(
    expect.objectContaining({ code: 'access.denied' }),
  );
  expect(await nudges.find(area.member('hr of com_bbbb'), id)).toBeNull();
});
