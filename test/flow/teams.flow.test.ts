import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import { actionsOf } from '../contract/channel-contract.ts';
import { sharedVariables, teamsVariables } from '../support/product-environment.ts';
import type { StandIn } from '../support/stand-in/stand-in.ts';
import { readActivities } from '../support/teams-activities.ts';
import { activityFrom, postActivity, startTeamsStandIn, teamsTenant, tokenFor } from '../support/teams-platform.ts';
import { type Product, startProduct } from './intents-product.ts';
import { checkQuestion, type ReadmeQuestion, readmeQuestions } from './readme-questions.ts';

const questions = readmeQuestions.filter(asked => asked.imported === undefined);
let standIn: StandIn;
let product: Product;
let url: string;

beforeAll(async () => {
  standIn = await startTeamsStandIn();
  product = await startProduct({
    ...sharedVariables,
    ...teamsVariables(standIn.url),
  });
  ({ url } = await product.container.web.listen({ host: '127.0.0.1', port: 0 }));
  for (const person of new Set(questions.map(asked => asked.person))) await addAccount(person);
});
afterAll(async () => {
  await product.close();
  await standIn.stop();
});

const accountOf = (person: string) => `aad-${person.replace('/', '-')}`;

/** What the tenant's directory says of somebody: the mail address is the one of the people import. */
async function addAccount(person: string): Promise<void> {
  const { actor } = await product.talk(person);
  const found = await product.container.db.admin.transaction(tx =>
    tx.query<{ email: string }>('select email from people where id = $1', [actor.personId]),
  );
  const id = accountOf(person);
  const email = found[0]?.email ?? '';
  await standIn.control('add-user', { tenant: teamsTenant, id, email, userPrincipalName: email });
  await standIn.control('add-conversation', { id: `a:${id}`, tenant: teamsTenant, members: [id] });
}

const sentTo = async (account: string) =>
  (await standIn.effects('sent')).filter(effect => effect.conversation === `a:${account}`);

async function post(person: string, more: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await postActivity(url, activityFrom(accountOf(person), standIn, more), await tokenFor(standIn));
  expect(response.status).toBe(200);
}

/** Sends and waits for the one answer. */
async function ask(person: string, more: Readonly<Record<string, unknown>>) {
  const account = accountOf(person);
  const before = (await sentTo(account)).length;
  await post(person, more);
  await expect.poll(async () => (await sentTo(account)).length, { timeout: 30_000 }).toBeGreaterThan(before);
  return (await sentTo(account)).slice(before).map(effect => effect.activity);
}

/** What waits in the database comes back with its slots in another order. */
const sorted = (actions: readonly { readonly intent: string; readonly slots: object }[]) =>
  actions.map(({ intent, slots }) => JSON.stringify([intent, Object.entries(slots).sort()])).sort();
const wordsOf = (text: string) => text.split(/[\s[\]:|()]+/).filter(word => word.length > 1 && word !== '-');

/** Asks in the web chat and in Teams: the same words, the same next steps. */
async function sameAnswer(asked: ReadmeQuestion): Promise<void> {
  await checkQuestion(product, asked);
  const web = await product.talk(asked.person);
  if (asked.follows !== undefined) await web.say(asked.follows);
  const expected = await web.say(asked.question);
  await product.talk(asked.person);
  if (asked.follows !== undefined) await ask(asked.person, { text: asked.follows });
  const shown = readActivities(await ask(asked.person, { text: asked.question }));
  for (const word of wordsOf(plainText(expected.reply))) expect(shown.text).toContain(word);
  expect(sorted(shown.actions)).toEqual(sorted(expected.reply.blocks.flatMap(actionsOf)));
}

describe('Michi in Teams, signed payloads in and the connector’s ledger out', () => {
  it.each(questions)('$locale: $question gets the same answer as in the web chat', sameAnswer);

  const person = questions[0]?.person ?? '';

  it('Michi shows that it is at work before the answer comes', async () => {
    const before = (await standIn.effects('typing')).length;
    await ask(person, { text: 'Which skills does a system architect need?' });
    expect((await standIn.effects('typing')).length).toBeGreaterThan(before);
  });

  it('an activity that Teams sends four times at once is answered once', async () => {
    const id = 'four-times';
    const before = (await sentTo(accountOf(person))).length;
    await Promise.all([1, 2, 3, 4].map(() => post(person, { id, text: 'help' })));
    await ask(person, { text: 'Which skills does a system architect need?' });
    // Answers come in order: a second one to the same event would stand before the last.
    await expect.poll(async () => (await sentTo(accountOf(person))).length, { timeout: 30_000 }).toBe(before + 2);
  });

  it('a double click has one effect, and the answer leads on', async () => {
    const [answer] = await ask(person, { text: 'Which skills does a system architect need?' });
    const [action] = readActivities([answer]).actions;
    const before = (await sentTo(accountOf(person))).length;
    const data = { michi: { intent: action?.intent, slots: action?.slots } };
    const value = { action: { type: 'Action.Execute', verb: 'michi', data } };
    const press = { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: '1700000000001' };
    await Promise.all(['click-1', 'click-2'].map(id => post(person, { ...press, id })));
    await ask(person, { text: 'help' });
    // Answers come in order: a second one to the same event would stand before the last.
    await expect.poll(async () => (await sentTo(accountOf(person))).length, { timeout: 30_000 }).toBe(before + 2);
  });

  it('each reader of a public answer sees it in their own language, and a stranger what everybody sees', async () => {
    const asked = questions.find(({ question }) => question === 'Which skills does a system architect need?');
    const shown = readActivities(await ask(asked?.person ?? '', { text: asked?.question }));
    const role = shown.actions.flatMap(({ slots }) => (slots.role === undefined ? [] : [slots.role]))[0] ?? '';
    const seenBy = async (account: string) => {
      const data = { michi: { intent: 'show-role-skills', slots: { role } } };
      const value = { action: { type: 'Action.Execute', verb: 'michi-refresh', data } };
      const invoke = { type: 'invoke', name: 'adaptiveCard/action', value };
      const response = await postActivity(url, activityFrom(account, standIn, invoke), await tokenFor(standIn));
      return JSON.stringify(await response.json());
    };
    const before = (await standIn.effects('sent')).length;
    expect(await seenBy(accountOf('IN/I0102'))).toMatch(/adaptive".*12 skills/);
    expect(await seenBy(accountOf('HQ/000423'))).toMatch(/adaptive".*12件/);
    expect(await seenBy('aad-nobody')).toContain('"value":""');
    expect((await standIn.effects('sent')).length).toBe(before);
  });

  describe('a form with more than two questions', () => {
    let dialog = '';
    const press = (intent: string, slots: object) => ({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'michi', data: { michi: { intent, slots } } } },
    });
    /** What Teams is answered when a dialog is opened or one of its buttons is pressed. */
    const invoke = async (name: 'task/fetch' | 'task/submit', data: object) => {
      const activity = activityFrom(accountOf(person), standIn, { type: 'invoke', name, value: { data } });
      const response = await postActivity(url, activity, await tokenFor(standIn));
      expect(response.status).toBe(200);
      return JSON.stringify(await response.json());
    };
    const sendForm = (values: object) =>
      invoke('task/submit', { michi: { intent: 'report-missing', slots: {}, form: 'f0:', dialog }, ...values });

    it('opens in a dialog', async () => {
      const [message] = await ask(person, press('report-missing', {}));
      dialog = /"dialog":"(\w+)"/.exec(JSON.stringify(message))?.[1] ?? '';
      const card = await invoke('task/fetch', { michi: { dialog } });
      expect(card).toContain('"type":"continue"');
      expect(card).toContain('"id":"f0:words"');
    });

    it('says in the dialog what is wrong, at the field, and nothing in the conversation', async () => {
      const before = (await sentTo(accountOf(person))).length;
      const card = await sendForm({ 'f0:words': '', 'f0:kind': 'role', 'f0:note': 'kept as it was written' });
      expect(card).toContain('"color":"attention"');
      expect(card).toContain('kept as it was written');
      expect((await sentTo(accountOf(person))).length).toBe(before);
    });

    it('closes when all is well, and the answer stands in the conversation', async () => {
      const before = (await sentTo(accountOf(person))).length;
      expect(await sendForm({ 'f0:words': 'Llama whisperer', 'f0:kind': 'role' })).toBe('{}');
      await expect.poll(async () => (await sentTo(accountOf(person))).length).toBe(before + 1);
    });

    it('that is not kept any more says so and leads on', async () => {
      expect(await invoke('task/fetch', { michi: { dialog: 'forgotten' } })).toContain('Please ask again');
    });
  });

  it.each([
    ['a guest', { userRole: 'guest' }],
    ['a member of another organisation', { homeTenant: 'other' }],
    ['somebody whom the people import does not have', {}],
  ])('%s is told so and gets nothing else', async (name, more) => {
    const id = `aad-${name.replaceAll(' ', '-')}`;
    await standIn.control('add-user', { tenant: teamsTenant, id, userPrincipalName: 'x@other.example', ...more });
    await standIn.control('add-conversation', { id: `a:${id}`, tenant: teamsTenant, members: [id] });
    await postActivity(url, activityFrom(id, standIn), await tokenFor(standIn));
    await expect.poll(async () => (await sentTo(id)).length, { timeout: 30_000 }).toBe(1);
    const shown = readActivities((await sentTo(id)).map(effect => effect.activity));
    expect(shown.text).not.toContain('System design');
    expect(shown.actions).toEqual([]);
  });
});
