import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandBody, directMessage, mention, pressBody } from '../support/slack-payloads.ts';
import { wordsIn } from '../support/slack-words.ts';
import { readmeQuestions } from './readme-questions.ts';
import { type Account, type SlackProduct, startSlackProduct } from './slack-product.ts';

let product: SlackProduct;
const questions = readmeQuestions.filter(asked => asked.imported === undefined);
const [watanabe, inoue]: readonly Account[] = ['HQ/000423', 'HQ/000404'];

beforeAll(async () => {
  product = await startSlackProduct();
});
afterAll(() => product.close());

describe('the questions of the README, asked in Slack', () => {
  it('there are twenty of them', () => expect(questions).toHaveLength(20));

  it.each(questions)('$locale: $question gets the same answer as elsewhere', async asked => {
    await product.forget();
    const person = asked.person as Account; // everybody who asks in the README has an account
    if (asked.follows !== undefined) await product.say(person, asked.follows);
    const answer = await product.say(person, asked.question);
    for (const phrase of asked.phrases) expect(answer.text).toContain(phrase);
    for (const key of [...asked.items, ...(asked.about === null ? [] : [asked.about])])
      expect(answer.keys, answer.text).toContain(key);
    for (const key of asked.absent ?? []) expect(answer.keys, answer.text).not.toContain(key);
  });
});

describe('each event has one effect', () => {
  it('the same event four times at once, and once more later', async () => {
    const user = product.userOf(watanabe ?? 'HQ/000423');
    const before = (await product.posted(user)).length;
    const body = directMessage('脅威モデリングとは？', { user, channel: `D${user}` });
    const bodies = Array.from({ length: 4 }, (_, number) => ({ ...body, retry: number }));
    const answers = await Promise.all(bodies.map(one => product.post(one)));
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200, 200]);
    await product.answerAfter(user, before);
    expect((await product.post({ ...body, retry: 5 })).status).toBe(200);
    // Something that is answered afterwards proves that nothing else is still to come.
    await product.say('HQ/000423', 'ヘルプ');
    expect((await product.posted(user)).length - before).toBe(2);
  });

  it('a double click is one press, and a press on an old message shows the present state', async () => {
    const user = product.userOf('HQ/000423');
    const answer = await product.say('HQ/000423', 'システムアーキテクトに必要なスキルは？');
    const before = (await product.posted(user)).length;
    const value = answer.presses.find(({ press }) => press?.kind === 'action')?.value ?? '';
    const press = () => product.post(pressBody(value, { user, channel: `D${user}`, messageTs: answer.ts }), 'payload');
    await Promise.all([press(), press()]);
    await product.answerAfter(user, before);
    await product.say('HQ/000423', 'ヘルプ');
    expect((await product.posted(user)).length - before).toBe(2);
  });

  it('a burst of a hundred events of two people is answered a hundred times', async () => {
    const users = [product.userOf('HQ/000423'), product.userOf('HQ/000404')];
    const count = async () => (await Promise.all(users.map(user => product.posted(user)))).flat().length;
    const before = await count();
    const bodies = Array.from({ length: 100 }, (_, number) => {
      const user = users[number % 2] ?? '';
      return directMessage('ヘルプ', { user, channel: `D${user}` });
    });
    const statuses = await Promise.all(bodies.map(async body => (await product.post(body)).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await expect.poll(count, { timeout: 60_000 }).toBe(before + 100);
  });
});

describe('who asks, and where', () => {
  it("somebody else's press is refused and told so to whoever pressed", async () => {
    const answer = await product.say('HQ/000423', 'システムアーキテクトに必要なスキルは？');
    const mine = answer.presses.find(({ press }) => press?.madeFor !== null && press?.kind === 'action');
    const user = product.userOf(inoue ?? 'HQ/000404');
    const before = (await product.posted(user)).length;
    const body = pressBody(mine?.value ?? '', { user, channel: 'C1', messageTs: answer.ts });
    await product.post(body, 'payload');
    const told = await product.answerAfter(user, before);
    expect(mine).toBeDefined();
    expect(told.keys).toEqual([]);
    const audited = await product.container.db.admin.transaction(tx =>
      tx.query("select 1 as one from audit_entries where action = 'conversation.press-refused'"),
    );
    expect(audited).toHaveLength(1);
  });

  it('somebody who is not known is told how to get linked, a guest is refused, and neither gets anything else', async () => {
    await product.slack.control('add-user', { id: 'USTRANGER', team_id: 'T1' });
    await product.slack.control('add-user', { id: 'UGUEST', team_id: 'T1', is_restricted: true });
    for (const user of ['USTRANGER', 'UGUEST']) {
      await product.post(directMessage('システムアーキテクトに必要なスキルは？', { user, channel: `D${user}` }));
      const told = await product.answerAfter(user, 0);
      expect(told.keys).toEqual([]);
    }
  });

  it('in a channel the catalogue is answered in the thread, what is personal goes to the direct conversation', async () => {
    const user = product.userOf('HQ/000423');
    await product.post(mention('<@UMICHI> 脅威モデリングとは？', { user, channel: 'C7', ts: '50.1' }));
    const inChannel = async () => (await product.slack.effects('posted')).filter(one => one.channel === 'C7');
    await expect.poll(async () => (await inChannel()).length, { timeout: 40_000 }).toBe(1);
    expect((await inChannel())[0]).toMatchObject({ threadTs: '50.1' });
    const before = (await product.posted(user)).length;
    await product.post(mention('<@UMICHI> 自分のプロフィールを見せて', { user, channel: 'C7', ts: '51.1' }));
    const direct = await product.answerAfter(user, before);
    await expect.poll(async () => (await inChannel()).length, { timeout: 40_000 }).toBe(2);
    expect(direct.text).toContain('渡辺');
    expect(wordsIn((await inChannel())[1]?.blocks)).not.toContain('渡辺');
  });

  it('a command is answered in the direct conversation', async () => {
    const user = product.userOf('HQ/000404');
    const before = (await product.posted(user)).length;
    const command = commandBody('脅威モデリングとは？', { user_id: user });
    expect((await product.post(command, 'fields')).status).toBe(200);
    expect((await product.answerAfter(user, before)).keys).toContain('threat-modelling');
  });
});
