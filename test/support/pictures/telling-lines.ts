import { setTimeout as pause } from 'node:timers/promises';
import type { Locale } from '../../../src/platform/i18n/locale.ts';
import { type Answer, type Conversation, type Product, startProduct } from '../../flow/intents-product.ts';
import { createRunningClock } from '../running-clock.ts';
import type { Line } from './surfaces.ts';

const housekeeping = { kind: 'system', purpose: 'housekeeping' } as const;

/** What is told and answered in both languages, as it was said: a one-on-one from its set-up to its end, and an invitation to a milestone training. */
export interface TellingLines {
  readonly oneonone: Readonly<Record<Locale, readonly Line[]>>;
  readonly milestone: Readonly<Record<Locale, readonly Line[]>>;
}

const words = {
  ja: {
    ...{ manager: 'HQ/000431', managerName: '神谷 修', member: 'HQ/000432', memberName: '水野 優子' },
    setUp: '部下との1on1を設定したい',
    time: '14:30',
    add: '1on1に追加：来期の目標について',
    point: '来期の目標について',
    reminder: /1on1の予定があるためです/,
    over: /1on1が終わったためです/,
    tookPlace: '実施した',
    ...{ chooser: 'HQ/000211', chooserName: '案内を受けた人', waiter: 'HQ/000212', waiterName: 'もう1人' },
    invitation: /都合のよい日程をお選びください/,
    date: /^2027年1月/,
    take: '席を取る',
    snooze: 'このお知らせを来週にして',
    doSnooze: 'そうする',
  },
  en: {
    ...{ manager: 'IN/I0101', managerName: 'Vikram Rao', member: 'IN/I0104', memberName: 'Meera Joshi' },
    setUp: 'set up a one-on-one with a member of my team',
    time: '11:00',
    add: 'Add to our one-on-one: goals for next year',
    point: 'Goals for next year',
    reminder: /You have a one-on-one coming up/,
    over: /A one-on-one of yours is over/,
    tookPlace: 'It took place',
    ...{ chooser: 'HQ/000323', chooserName: 'Whoever was invited', waiter: 'HQ/000203', waiterName: 'Somebody else' },
    invitation: /Choose the date that suits you/,
    date: /Jan 2027/,
    take: 'Take the seat',
    snooze: 'remind me of this next week',
    doSnooze: 'Do that',
  },
} as const;
type Words = (typeof words)[Locale];

export async function tellingLines(): Promise<TellingLines> {
  const clock = createRunningClock('2026-11-24T03:00:00Z');
  const product = await startProduct({}, clock);
  try {
    const talks = { ja: await openTalk(product, words.ja), en: await openTalk(product, words.en) };
    await product.container.jobs.start();
    const setUp = { ja: await setUpLines(talks.ja, words.ja), en: await setUpLines(talks.en, words.en) };
    await product.container.oneonones.planMeetings(housekeeping);
    // Past a day before both meetings, and then past both.
    clock.forwardTo('2026-12-01T06:10:00Z');
    const before = { ja: await reminderLines(talks.ja, words.ja), en: await reminderLines(talks.en, words.en) };
    clock.forwardTo('2026-12-02T06:35:00Z');
    await product.container.oneonones.planMeetings(housekeeping);
    const after = { ja: await closeLines(talks.ja, words.ja), en: await closeLines(talks.en, words.en) };
    await startYear(product);
    clock.forwardTo('2026-12-10T02:00:00Z');
    return {
      oneonone: {
        ja: [...setUp.ja, ...before.ja, ...after.ja],
        en: [...setUp.en, ...before.en, ...after.en],
      },
      milestone: { ja: await invitationLines(product, words.ja), en: await invitationLines(product, words.en) },
    };
  } finally {
    await product.close();
  }
}

interface Talks {
  readonly manager: Conversation;
  readonly member: Conversation;
}

async function openTalk(product: Product, { manager, member }: Words): Promise<Talks> {
  return { manager: await product.talk(manager), member: await product.talk(member) };
}

const said = (name: string, text: string): Line => ({ from: 'person', name, text });
const michi = ({ reply }: Answer): Line => ({ from: 'michi', reply });

async function setUpLines({ manager, member }: Talks, t: Words): Promise<readonly Line[]> {
  const form = await manager.say(t.setUp);
  const values = { with: member.actor.personId, rhythm: 'weekly', day: '2026-12-02', time: t.time };
  return [said(t.managerName, t.setUp), michi(form), michi(await manager.submit(form, values))];
}

async function reminderLines({ member }: Talks, t: Words): Promise<readonly Line[]> {
  const card = await arrived(member, t.reminder);
  const form = await member.say(t.add);
  const added = await member.submit(form, { point: t.point });
  return [michi(card), said(t.memberName, t.add), michi(added)];
}

async function closeLines({ manager }: Talks, t: Words): Promise<readonly Line[]> {
  const card = await arrived(manager, t.over);
  return [michi(card), said(t.managerName, t.tookPlace), michi(await manager.press(card, t.tookPlace))];
}

async function startYear(product: Product): Promise<void> {
  const { milestones, people } = product.container;
  const hr = await product.talk('HQ/000102');
  await milestones.startYear(hr.actor);
  for (const person of [words.en.chooser, words.en.waiter])
    await people.setLocale((await product.talk(person)).actor, 'en');
}

async function invitationLines(product: Product, t: Words): Promise<readonly Line[]> {
  const chooser = await product.talk(t.chooser);
  const card = await arrived(chooser, t.invitation);
  const asked = await chooser.press(card, t.date);
  const taken = await chooser.press(asked, t.take);
  const waiter = await product.talk(t.waiter);
  await arrived(waiter, t.invitation);
  const snoozed = await waiter.say(t.snooze);
  return [
    ...[michi(card), michi(asked), said(t.chooserName, t.take), michi(taken)],
    ...[said(t.waiterName, t.snooze), michi(snoozed), michi(await waiter.press(snoozed, t.doSnooze))],
  ];
}

/** Waits for a message that says so. */
async function arrived(talk: Conversation, text: RegExp): Promise<Answer> {
  for (let tries = 0; tries < 150; tries++) {
    const answer = await talk.latest();
    if (answer !== null && text.test(answer.text)) return answer;
    await pause(200);
  }
  throw new Error(`nobody was told ${text}; the last was:\n${(await talk.latest())?.text}`);
}
