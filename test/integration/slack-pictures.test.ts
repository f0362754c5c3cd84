import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { BarChart, Reply } from '../../src/conversation/contract/reply.ts';
import { barsAsPng } from '../../src/platform/charts/bar-chart-png.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { wordsIn } from '../support/slack-words.ts';
import { type SlackWorld, startSlackWorld } from '../support/slack-world.ts';
import type { Fault } from '../support/stand-in/stand-in.types.ts';

let database: TestDatabase;
let world: SlackWorld;
let deliveries = 0;

beforeAll(async () => {
  database = await testDatabase();
  world = await startSlackWorld({ db: database.db, timeoutMs: 700 });
});
afterAll(async () => {
  await world.stop();
  await database.close();
});
beforeEach(() => world.slack.setFaults([]));

const chart: BarChart = {
  kind: 'bars',
  title: '脅威モデリングがいちばん足りません',
  max: 5,
  valueLabel: '自分',
  neededLabel: '必要',
  rows: [
    { label: '脅威モデリング', value: 1, needed: 3 },
    { label: 'システム設計 <b>&', value: 4, needed: 4 },
  ],
};
const withChart = (one: BarChart): Reply => ({
  locale: 'ja',
  preview: '役割について',
  blocks: [{ kind: 'chart', chart: one }],
});
const nextId = () => {
  deliveries += 1;
  return `picture-${deliveries}`;
};
const send = (id: string, one = chart) => world.adapter.channel.send('T1/C1', id, withChart(one));
const posts = () => world.slack.effects('posted');
const uploads = () => world.slack.effects('uploaded');
const failing = (status: number): Fault => ({ kind: 'status', when: 'before-effect', status });

it('a chart is a PNG of twice its size', async () => {
  const png = Buffer.from(await barsAsPng(chart));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(2 * (520 + 2 * 16));
});

it('a chart is uploaded and shown as a picture whose words say the same', async () => {
  expect((await send(nextId())).kind).toBe('sent');
  const uploaded = (await uploads()).at(-1);
  const blocks = (await posts()).at(-1)?.blocks;
  expect(JSON.stringify(blocks)).toContain(`"slack_file":{"id":"${uploaded?.id}"}`);
  expect(wordsIn(blocks)).toContain('脅威モデリング: 自分 1 · 必要 3');
  expect(uploaded?.bytes).toBeGreaterThan(1_000);
});

it('a sending that is tried again uploads nothing a second time', async () => {
  const [id, before] = [nextId(), (await uploads()).length];
  await world.slack.setFaults([{ path: '/api/chat.postMessage', fault: failing(503) }]);
  expect((await send(id)).kind).toBe('ambiguous');
  expect((await send(id)).kind).toBe('sent');
  expect((await uploads()).length - before).toBe(1);
});

it.each(['/api/files.getUploadURLExternal', '/api/files.completeUploadExternal'])(
  'when %s does not work the bars are drawn in the text',
  async path => {
    await world.slack.setFaults([{ path, fault: failing(500) }]);
    expect((await send(nextId())).kind).toBe('sent');
    const blocks = (await posts()).at(-1)?.blocks;
    expect(JSON.stringify(blocks)).not.toContain('slack_file');
    expect(wordsIn(blocks)).toMatch(/■□□·· {2}脅威モデリング: 自分 1 · 必要 3/);
  },
);

it('a file that Slack does not show yet is tried again, and the message is there once', async () => {
  const before = (await posts()).length;
  await world.slack.control('answer-next', { method: 'chat.postMessage', error: 'invalid_blocks' });
  expect((await send(nextId())).kind).toBe('sent');
  expect((await posts()).length - before).toBe(1);
  expect(JSON.stringify((await posts()).at(-1)?.blocks)).toContain('slack_file');
});

it('of many rows the picture shows the first, and the text the others', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({ label: `Skill ${at}`, value: at % 6 }));
  await send(nextId(), { ...chart, rows });
  const words = wordsIn((await posts()).at(-1)?.blocks);
  for (const { label } of rows) expect(words).toContain(`${label}:`);
});

it('retention deletes the file from Slack, too', async () => {
  await send(nextId());
  const file = (await uploads()).at(-1)?.id;
  await world.adapter.deleteBefore(new Date(Date.now() + 60_000));
  expect((await world.slack.effects('file-deleted')).map(one => one.id)).toContain(file);
  expect(await world.adapter.deleteBefore(new Date(Date.now() + 60_000))).toBe(0);
});
