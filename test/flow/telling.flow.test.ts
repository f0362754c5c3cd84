import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { installSlack, sharedVariables, slackVariables, teamsVariables } from '../support/product-environment.ts';
import { createRunningClock } from '../support/running-clock.ts';
import { type StandIn, startStandIn } from '../support/stand-in/stand-in.ts';
import { startTeamsStandIn } from '../support/teams-platform.ts';
import { type Product, startProduct } from './intents-product.ts';
import { type Place, type Received, slackPlace, teamsPlace, webPlace } from './telling-places.ts';

/** Monday 23 November 2026, 8:30 in India, noon in Tokyo. */
const clock = createRunningClock('2026-11-23T03:00:00Z');
const housekeeping = { kind: 'system', purpose: 'housekeeping' } as const;

let slack: StandIn;
let teams: StandIn;
let product: Product;
let url: string;
let places: Readonly<Record<Place['name'], Place>>;

beforeAll(async () => {
  [slack, teams] = await Promise.all([
    startStandIn(new URL('../support/stand-in/slack-stand-in.ts', import.meta.url)),
    startTeamsStandIn(),
  ]);
  product = await startProduct(
    { ...sharedVariables, ...slackVariables(slack.url), ...teamsVariables(teams.url) },
    clock,
  );
  ({ url } = await product.container.web.listen({ host: '127.0.0.1', port: 0 }));
  await installSlack(url);
  const platforms = { product, url, slack, teams, now: clock.now };
  places = { slack: slackPlace(platforms), teams: teamsPlace(platforms), web: webPlace(platforms) };
  for (const person of ['IN/I0101', 'IN/I0102', 'HQ/000203']) await places.slack.join(person);
  for (const person of ['HQ/000421', 'HQ/000423']) await places.teams.join(person);
  for (const person of ['HQ/000402', 'HQ/000404']) await places.web.join(person);
  await product.container.oneonones.planMeetings(housekeeping);
  await product.container.jobs.start();
});
afterAll(async () => {
  await product.close();
  await Promise.all([slack.stop(), teams.stop()]);
});

/** Moves the clock to that instant, and waits for a message that says so. */
async function arrivesAt(instant: string, place: Place, person: string, words: RegExp): Promise<Received> {
  clock.forwardTo(instant);
  await product.container.oneonones.planMeetings(housekeeping);
  const told = async () => (await place.messages(person)).findLast(({ text }) => words.test(text));
  return vi.waitUntil(told, { timeout: 30_000, interval: 200 });
}

const cases = [
  {
    place: 'slack',
    ...{ manager: 'IN/I0101', member: 'IN/I0102' },
    before: ['2026-11-24T03:05:00Z', /Your one-on-one with Vikram Rao is on Tue 24 Nov 2026, 10:30/],
    open: ['See the one-on-one', /Your next one-on-one with Vikram Rao is on Tue 24 Nov 2026, 10:30/],
    after: ['2026-11-24T05:45:00Z', /A one-on-one of yours is over/],
    close: ['It took place', /^Recorded: it took place\./m],
    why: /Why you get this: You have a one-on-one coming up\./,
  },
  {
    place: 'web',
    ...{ manager: 'HQ/000402', member: 'HQ/000404' },
    before: ['2026-11-26T04:05:00Z', /との1on1が、2026年11月26日\(木\)15:00〜15:30にあります。/],
    open: ['1on1を見る', /次の1on1は、2026年11月26日/],
    after: ['2026-11-26T06:45:00Z', /1on1が終わったためです/],
    close: ['実施した', /実施したと記録しました/],
    why: /1on1の予定があるためです/,
  },
  {
    place: 'teams',
    ...{ manager: 'HQ/000421', member: 'HQ/000423' },
    before: ['2026-11-27T05:05:00Z', /との1on1が、2026年11月27日\(金\)16:00〜16:30にあります。/],
    open: ['1on1を見る', /次の1on1は、2026年11月27日/],
    after: ['2026-11-27T07:45:00Z', /1on1が終わったためです/],
    close: ['実施した', /実施したと記録しました/],
    why: /1on1の予定があるためです/,
  },
] as const;

describe('a one-on-one, told and answered where people are', () => {
  it.each(cases)('in $place: both are asked before, and the manager closes it with one press', async one => {
    const place = places[one.place];
    const card = await arrivesAt(one.before[0], place, one.member, one.before[1]);
    expect(card.text).toMatch(one.why);
    expect((await card.press(one.open[0])).text).toMatch(one.open[1]);
    const after = await arrivesAt(one.after[0], place, one.manager, one.after[1]);
    expect((await after.press(one.close[0])).text).toMatch(one.close[1]);
  });
});

describe('a milestone, offered and answered where people are', () => {
  it('is offered to each once the year is started; one takes a seat, one waits for next year, one puts it off', async () => {
    const hr = await product.talk('HQ/000102');
    const start = await hr.act({ intent: 'review-milestones', slots: { step: 'ask-start' } });
    await hr.press(start, '年度を始める');
    const day = '2027-01-08T01:05:00Z';
    const invitation = /をご案内します。都合のよい日程をお選びください。/;
    const inTeams = await arrivesAt(day, places.teams, 'HQ/000423', invitation);
    const asked = await inTeams.press(/^2027年1月\d+日/);
    expect((await asked.press('席を取る')).text).toMatch(/の席をお取りしました。/);
    const inWeb = await arrivesAt(day, places.web, 'HQ/000404', invitation);
    const later = await inWeb.press('来年度にする');
    expect((await later.press('来年度にする')).text).toMatch(/は来年度にします。/);
    const inSlack = await arrivesAt(day, places.slack, 'HQ/000203', invitation);
    expect(inSlack.text).toMatch(/届いた理由: 会社の研修計画により/);
    const put = await places.slack.say('HQ/000203', 'このお知らせを来週にして');
    expect(put.text).toMatch(/2027年1月11日\(月\)にもう一度お知らせしますか。/);
    expect((await put.press('そうする')).text).toMatch(/2027年1月11日\(月\)にもう一度お知らせします。/);
  });
});

it('the figures for operators tell of turns, jobs and what waits, and of nobody', async () => {
  const text = await (await fetch(`${url}/metrics`)).text();
  expect(text).toMatch(/michi_turn_seconds_count\{channel="slack",delivery="sent"\} \d/);
  expect(text).toMatch(/michi_job_runs_total\{job="plan-meetings",outcome="done"\} \d/);
  expect(text).toMatch(/michi_outbox_due \d/);
  expect(text).toMatch(/michi_outbox_dead_letters 0/);
  expect(text).not.toMatch(/per_|UIN|HQ\//);
});
