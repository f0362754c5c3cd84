import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { traced } from '../../src/app/telling.ts';
import type { ActionRef } from '../../src/conversation/contract/action.ts';
import type { Intent, IntentInput } from '../../src/conversation/contract/intent.ts';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import { createNotificationsSection } from '../../src/domains/notifications/home/notifications.section.ts';
import { createExplainNotice } from '../../src/domains/notifications/intents/explain-notice.intent.ts';
import { createNotificationFigures } from '../../src/domains/notifications/intents/notification-figures.intent.ts';
import { createNotificationSettings } from '../../src/domains/notifications/intents/notification-settings.intent.ts';
import { createSnoozeNotice } from '../../src/domains/notifications/intents/snooze-notice.intent.ts';
import { createStopNotice } from '../../src/domains/notifications/intents/stop-notice.intent.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import { namedId } from '../../src/platform/ids/ids.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { aKind } from '../support/notice-kinds.ts';
import { notificationsOn } from '../support/notifications.ts';

const kinds = [
  aKind('mentoring'),
  { ...aKind('milestone'), title: { ja: '節目研修のご案内', en: 'Milestone trainings' } },
  ...['a', 'b', 'c', 'd'].map(name => aKind(name)),
];

let test: TestDatabase;
let area: Awaited<ReturnType<typeof notificationsOn>>;
let intents: ReadonlyMap<string, Intent>;

beforeAll(async () => {
  test = await testDatabase();
  area = await notificationsOn(test, kinds);
  const deps = { notifications: area.service, clock: { now: () => area.time.now } };
  const made = [
    createNotificationSettings(deps),
    createSnoozeNotice(deps),
    createStopNotice(deps),
    createExplainNotice(deps),
    createNotificationFigures(deps),
  ];
  intents = new Map(made.map(intent => [intent.name, traced(intent, area.service)]));
});
afterAll(() => test.close());

/** One person's talk with these intents. */
function talk(actor: PersonActor) {
  const run = async (name: string, input: IntentInput): Promise<Reply> => {
    const intent = intents.get(name);
    if (intent === undefined) throw new Error(`no intent ${name}`);
    const context = { actor, scope: 'direct', memory: { focus: {}, listed: [] } } as const;
    return (await intent.handle(context, input)).reply;
  };
  const act = ({ intent, slots }: ActionRef) => run(intent, { kind: 'action', slots });
  return {
    say: (name: string, text: string) => run(name, { kind: 'sentence', text, slots: {} }),
    press: (reply: Reply, label: string) => act(pressOf(reply, label)),
    async submit(reply: Reply, values: Readonly<Record<string, string>>) {
      const form = reply.blocks.flatMap(block => (block.kind === 'form' ? [block.form] : []))[0];
      if (form === undefined) throw new Error(`no form in ${plainText(reply)}`);
      return run(form.submit.intent, { kind: 'form', slots: form.submit.slots, values });
    },
  };
}

function pressOf(reply: Reply, label: string): ActionRef {
  const buttons = reply.blocks.flatMap(block => (block.kind === 'actions' ? block.actions : []));
  const items = reply.blocks.flatMap(block => (block.kind === 'list' ? block.items : []));
  const found = buttons.find(each => each.label === label) ?? items.find(({ title }) => title === label)?.action;
  if (found === undefined) throw new Error(`no ${label} in ${plainText(reply)}`);
  return found;
}

const english = (name: string): PersonActor => ({ ...area.member(name), locale: 'en' });

async function told(kind: string, key: string, actor: PersonActor): Promise<Reply> {
  await area.plan({ kind, key, person: actor.personId });
  await area.deliver(namedId('notice', key));
  const message = area.channel.ledger.at(-1);
  if (message === undefined) throw new Error('nothing arrived');
  return message.reply;
}

describe('settings', () => {
  it('say what is sent and when not, five kinds a page, and stand on the home', async () => {
    const me = talk(english('employee of com_aaaa'));
    const first = await me.say('notification-settings', 'my notification settings');
    expect(plainText(first)).toContain('You get 6 of 6 kinds of messages. Nothing is sent from 20:00 to 8:00.');
    expect(plainText(await me.press(first, 'Show more (1 left)'))).toContain('Messages about d');
    const section = createNotificationsSection({ notifications: area.service });
    expect((await section.show(english('employee of com_aaaa')))?.title).toBe('Messages from Michi');
    const without = { ...area.service, kinds: () => [] };
    expect(await createNotificationsSection({ notifications: without }).show(english('hr of com_aaaa'))).toBeNull();
  });

  it('change the quiet hours by form or by a sentence that is asked back, and undo', async () => {
    const me = talk(english('advisor of com_aaaa'));
    const form = await me.press(await me.say('notification-settings', 'settings'), 'Change the quiet hours');
    const refused = await me.submit(form, { from: '480', to: '420' });
    expect(plainText(refused)).toContain('Please leave at least four hours of the day.');
    const saved = await me.submit(form, { from: '1320', to: '420' });
    expect(plainText(saved)).toContain('Changed. Nothing is sent from 22:00 to 7:00.');
    expect(plainText(await me.press(saved, 'Undo'))).toContain('Nothing is sent from 20:00 to 8:00.');
    const asked = await me.say('notification-settings', 'quiet from 9pm to 6:30');
    expect(plainText(asked)).toContain('Shall I keep quiet from 21:00 to 6:30?');
    expect(plainText(await me.press(asked, 'Change'))).toContain('Nothing is sent from 21:00 to 6:30.');
    expect(plainText(await me.press(asked, 'Leave as it is'))).toContain('Nothing was changed.');
  });

  it('show one kind and switch it off after asking, and on again', async () => {
    const me = talk(english('officer of com_aaaa'));
    const list = await me.say('notification-settings', 'settings');
    const asked = await me.press(await me.press(list, 'Messages about mentoring'), 'Stop this kind');
    expect(plainText(asked)).toContain('Stop “Messages about mentoring”?');
    expect(plainText(await me.press(asked, 'Keep it'))).toContain('It goes on as before.');
    const stopped = await me.press(asked, 'Stop it');
    expect(plainText(stopped)).toContain('I’ve stopped “Messages about mentoring”.');
    const off = await me.say('notification-settings', 'settings');
    expect(plainText(off)).toContain('You get 5 of 6 kinds');
    const on = await me.press(await me.press(off, 'Messages about mentoring'), 'Get it again');
    expect(plainText(on)).toContain('You’ll get “Messages about mentoring” again.');
    expect(plainText(await me.press(stopped, 'Undo'))).toContain('You’ll get “Messages about mentoring” again.');
  });
});

describe('a message that came', () => {
  it('is explained, put off to a day by a press, and that is undone', async () => {
    const actor = english('recruiter of com_aaaa');
    const me = talk(actor);
    const message = await told('mentoring', 'recruiter-1', actor);
    const why = await me.say('explain-notice', 'why did I get this');
    expect(plainText(why)).toContain('Why you get this: You take part in mentoring.');
    expect(plainText(await me.press(why, 'Show it'))).toContain('message about recruiter-1');
    const days = await me.press(message, 'Remind me later');
    const done = await me.press(days, 'Next week');
    expect(plainText(done)).toContain('I’ll remind you again on Mon 6 Apr 2026.');
    expect(plainText(await me.press(done, 'Undo'))).toContain('Undone.');
    const form = await me.press(days, 'Pick a day');
    const again = await me.submit(form, { day: 'yesterday' });
    expect(plainText(again)).toContain('Please write a day from tomorrow on');
    expect(plainText(await me.submit(again, { day: '2026-04-20' }))).toContain('Mon 20 Apr 2026');
  });

  it('is put off by a sentence only after asking', async () => {
    const actor = english('manager of com_aaaa');
    const me = talk(actor);
    await told('milestone', 'manager-1', actor);
    const asked = await me.say('snooze-notice', 'remind me again on Friday');
    expect(plainText(asked)).toContain('Shall I remind you again of “Milestone trainings” on Fri 3 Apr 2026?');
    expect(plainText(await me.press(asked, 'Do that'))).toContain('I’ll remind you again on Fri 3 Apr 2026.');
    const all = await me.say('snooze-notice', 'pause all messages until next week');
    const paused = await me.press(all, 'Do that');
    expect(plainText(paused)).toContain('Suggestions wait until Mon 6 Apr 2026.');
    await me.press(paused, 'Undo');
    expect((await area.service.settings(actor)).snoozedUntil).toBeNull();
  });

  it('is stopped by its kind’s name in a sentence, in Japanese too', async () => {
    const me = talk({ ...area.member('admin of com_aaaa'), locale: 'ja' });
    const asked = await me.say('stop-notice', '節目研修の案内はもういりません');
    expect(plainText(asked)).toContain('「節目研修のご案内」を止めますか。');
    await me.press(asked, '止める');
    expect(plainText(await me.say('stop-notice', '節目研修の案内を止めて'))).toContain('すでに止めています');
  });

  it('of somebody else is not there', async () => {
    const message = await told('mentoring', 'other-1', english('employee of com_bbbb'));
    const me = talk(english('manager of com_bbbb'));
    expect(plainText(await me.press(message, 'Remind me later'))).toContain('That message isn’t there any more.');
  });

  it('none came: that is said', async () => {
    const me = talk(english('officer of com_bbbb'));
    expect(plainText(await me.say('explain-notice', 'why this'))).toContain('I’ve sent you nothing of my own accord');
  });
});

describe('figures for HR', () => {
  it('say the share that was opened, of the kind that the question names, and hide small groups', async () => {
    const hr = talk(english('hr of com_aaaa'));
    expect(plainText(await hr.say('notification-figures', 'how did messages about a go'))).toContain(
      'There are no figures to show yet.',
    );
    for (const role of ['employee', 'manager', 'advisor', 'officer', 'hr']) {
      await told('b', `b-${role}`, english(`${role} of com_aaaa`));
    }
    await area.service.pressed(english('employee of com_aaaa'), namedId('notice', 'b-employee'), 'answered');
    const reply = await hr.say('notification-figures', 'how did the messages about b go?');
    expect(plainText(reply)).toContain('was opened 1 times out of 5 messages (20%).');
    expect(plainText(await hr.press(reply, 'Other messages'))).toContain('Messages about b: 5 sent, 1 opened');
  });
});
