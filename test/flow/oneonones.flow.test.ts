import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listNoticeKinds } from '../../src/app/notice-kinds.ts';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import { createTestClock } from '../support/conversation.ts';
import { type Answer, buttons, type Conversation, listItems, type Product, startProduct } from './intents-product.ts';

/** Monday noon in Tokyo, on the day of the demo. */
const clock = createTestClock('2026-11-23T03:00:00Z');
const day = 24 * 3_600_000;
const housekeeping = { kind: 'system', purpose: 'housekeeping' } as const;
const [boss, member, sharma] = ['HQ/000431', 'HQ/000432', 'IN/I0102'];

let product: Product;
beforeAll(async () => {
  product = await startProduct({}, clock);
  await product.container.oneonones.planMeetings(housekeeping);
});
afterAll(() => product.close());

const labels = (answer: Answer) => buttons(answer.reply).map(button => button.label);
const titles = (answer: Answer) => listItems(answer.reply).map(item => item.title);

async function told(kind: string, actor: PersonActor, subject: string): Promise<string | null> {
  const { oneonones, milestones, people } = product.container;
  const found = listNoticeKinds({ oneonones, milestones, people, clock }).find(({ name }) => name === kind);
  const reply = await found?.compose(actor, subject);
  return reply === null || reply === undefined ? null : plainText(reply);
}

async function nextMeeting(talk: Conversation) {
  const [view] = await product.container.oneonones.mine(talk.actor);
  if (view?.next === null || view?.next === undefined) throw new Error('no meeting is planned');
  return view.next;
}

describe('a one-on-one from beginning to end', () => {
  it('a manager sets one up in a form that says what it needs, and the member reads of it', async () => {
    const me = await product.talk(boss);
    const form = await me.say('部下との1on1を設定したい');
    expect(form.firstLine).toBe('1on1を設定する');
    const wrong = await me.submit(form, { day: '12月1日', time: '朝' });
    expect(wrong.text).toContain('日付を 2026-12-01 のように書いてください。');
    expect(wrong.text).toContain('時刻を 10:00 のように書いてください。');
    const other = (await product.talk(member)).actor;
    const done = await me.submit(wrong, { with: other.personId, rhythm: 'weekly', day: '2026-12-01', time: '10:00' });
    expect(done.firstLine).toContain(
      '水野 優子さんとの1on1を設定しました。毎週、初回は2026年12月1日(火)10:00〜10:30です。',
    );
    expect(labels(done)).toEqual(['話すことを加える', '1on1を見る', 'ほかの人とも設定する', '元に戻す']);
    const [view] = await product.container.oneonones.mine(me.actor);
    expect(await told('oneonone-changed', other, view?.series.id ?? '')).toContain(
      '神谷 修さんとの1on1は毎週、次回は2026年12月1日(火)10:00〜10:30です。',
    );
  });

  it('the member sees it, and who can read it', async () => {
    const me = await product.talk(member);
    const shown = await me.say('次の1on1はいつ?');
    expect(shown.firstLine).toContain('神谷 修さんとの次の1on1は、2026年12月1日(火)10:00〜10:30です。');
    expect(shown.text).toContain('読めるのはお二人だけです。人事も管理者も読めません。');
  });

  it('setting up is undone on the same message, and can be done anew by the member', async () => {
    const manager = await product.talk('SOFT/00141');
    const form = await manager.say('部下との1on1を設定したい');
    const unsaid = await manager.submit(form, { day: '2026-12-01' });
    expect(unsaid.text).toContain('相手を選んでください。');
    const { actor } = await product.talk('SOFT/00142');
    const setUp = await manager.submit(unsaid, { with: actor.personId, day: '2026-12-01' });
    expect((await manager.press(setUp, '元に戻す')).firstLine).toBe('元に戻しました。');
    expect((await manager.say('1on1の予定を見せて')).firstLine).toBe('まだ1on1が設定されていません。');
    const me = await product.talk('SOFT/00142');
    const mine = await me.submit(await me.say('上司との1on1を設定して'), {
      rhythm: 'monthly',
      day: '2026-12-10',
      length: 'half',
    });
    expect(mine.firstLine).toContain('毎月、初回は2026年12月10日(木)10:00〜10:30です。');
  });

  it('points are added from a sentence, seen by whom they are meant for, and ticked off', async () => {
    const me = await product.talk(member);
    const form = await me.say('1on1に追加：来期の目標について');
    expect(form.text).toContain('1on1で話すことを加える');
    const added = await me.submit(form, {});
    expect(added.firstLine).toBe('「来期の目標について」を、神谷 修さんとの1on1で話すことに加えました。');
    const again = await me.press(added, 'もう1つ加える');
    const secret = await me.submit(again, { point: '上司には言わないこと', visibility: 'private' });
    expect(secret.firstLine).toContain('自分だけのメモ');
    const empty = await me.submit(await me.say('1on1で話すことを追加したい'), { point: ' ' });
    expect(empty.text).toContain('話すことを書いてください。');

    const manager = await product.talk(boss);
    const seen = await manager.act({ intent: 'show-oneonones', slots: { series: (await nextMeeting(me)).seriesId } });
    expect(titles(seen)).toEqual(['来期の目標について']);
    expect(seen.text).not.toContain('上司には言わないこと');
    const open = await manager.press(seen, '来期の目標について');
    const settled = await manager.press(open, '話し終えた');
    expect(settled.firstLine).toContain('片付けました');
    const back = await manager.press(settled, '元に戻す');
    expect(back.firstLine).toContain('戻しました');
  });

  it('a point goes to whoever is named, and to nobody by guessing', async () => {
    const me = await product.talk('HQ/000421');
    const nobody = await me.submit(await me.say('1on1に追加：目標の見直し'), {});
    expect(nobody.text).toContain('どなたとの1on1かを選んでください。');
    const about = await me.submit(await me.say('1on1に追加：山本さんの評価について'), {});
    expect(about.text).toContain('どなたとの1on1かを選んでください。');
    const added = await me.submit(await me.say('山本さんとの1on1に追加：目標の見直し'), {});
    expect(added.firstLine).toBe('「目標の見直し」を、山本 健吾さんとの1on1で話すことに加えました。');
    await me.press(added, '元に戻す');
    expect((await me.say('山本さんとの1on1の予定を見せて')).firstLine).toContain('山本 健吾さんとの次の1on1は');
    expect((await me.say('渡辺さんとの次の1on1を休みにして')).firstLine).toMatch(/^渡辺 聡子さんとの.*を休みますか。/);
  });

  it('both are asked before, with the list and four ways on; a neutral preview', async () => {
    const me = await product.talk(member);
    const { id } = await nextMeeting(me);
    const card = await told('oneonone-points', me.actor, id);
    expect(card).toContain('神谷 修さんとの1on1が、2026年12月1日(火)10:00〜10:30にあります。');
    expect(card).toContain('来期の目標について');
    expect(card).toContain('[話すことを加える]\n[1on1を見る]\n[日時を変える]\n[次回を休む]');
    const manager = await product.talk(boss);
    expect(await told('oneonone-points', manager.actor, id)).not.toContain('上司には言わないこと');
    const stranger = await product.talk(sharma);
    expect(await told('oneonone-points', stranger.actor, id)).toBeNull();
  });

  it('skipping asks, says what it did and can be undone; moving and pausing are forms', async () => {
    const me = await product.talk(member);
    const asked = await me.say('次の1on1をスキップしたい');
    expect(asked.firstLine).toContain('1on1を休みますか。');
    expect((await me.press(asked, 'このままにする')).firstLine).toBe('何も変えていません。');
    const skipped = await me.press(asked, '休む');
    expect(skipped.firstLine).toContain('2026年12月1日(火)10:00の1on1を休みにしました。');
    expect((await me.press(skipped, '元に戻す')).firstLine).toBe('元に戻しました。');
    const form = await me.say('1on1を別の日にずらしたい');
    const past = await me.submit(form, { day: '2026-11-01' });
    expect(past.text).toContain('これからの日時で');
    const moved = await me.submit(past, { day: '2026-12-02', time: '15:00' });
    expect(moved.firstLine).toContain('2026年12月2日(水)15:00〜15:30に変えました');
    await me.press(moved, '元に戻す');
    const pause = await me.say('1on1をしばらく休止したい');
    const paused = await me.submit(pause, { day: '2027-01-10' });
    expect(paused.firstLine).toContain('2027年1月10日(日)まで休止にしました。');
    expect((await me.press(paused, '元に戻す')).firstLine).toBe('元に戻しました。');
    expect((await nextMeeting(me)).startsAt.toISOString()).toBe('2026-12-01T01:00:00.000Z');
  });

  it('a day later the manager says with one press that it took place, keeps a note, and what is open is carried over', async () => {
    const me = await product.talk(boss);
    const other = await product.talk(member);
    const { id } = await nextMeeting(other);
    clock.forward(8 * day);
    const card = await told('oneonone-close', me.actor, id);
    expect(card).toContain('[実施した]\n[延期した]\n[実施しなかった]');
    const done = await me.act({ intent: 'close-oneonone', slots: { meeting: id, outcome: 'took-place' } });
    expect(done.text).toContain('実施したと記録しました。\n\nまだ話していないこと1件は、次回に持ち越します。');
    const note = await me.press(done, 'メモを残す');
    expect((await me.submit(note, { note: '目標は12月中に決める' })).firstLine).toContain('メモを残しました');
    expect(await told('oneonone-close', other.actor, id)).toBeNull();
    expect((await other.say('1on1の予定を見せて')).text).toContain('来期の目標について [前回から持ち越し]');
    const undone = await me.press(done, '元に戻す');
    expect(undone.firstLine).toBe('記録を取り消しました。');
    await me.press(undone, '実施した');
  });

  it('ending asks and can be undone', async () => {
    const me = await product.talk(member);
    const asked = await me.say('上司との1on1を終了したい');
    expect(asked.firstLine).toContain('神谷 修さんとの1on1を終了しますか。');
    const ended = await me.press(asked, '終了する');
    expect(ended.firstLine).toContain('終了しました');
    expect((await me.press(ended, '元に戻す')).firstLine).toBe('元に戻しました。');
  });
});

it('what was typed and answered on the way lies encrypted: a dump of the whole database does not hold it', async () => {
  const stored = await product.container.db.admin.transaction(async tx => {
    const tables = await tx.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'`,
    );
    const rows: string[] = [];
    for (const { name } of tables) {
      // Vectors and names of the catalogue are no words of anybody.
      if (!/^(inbox|web_|conversation|oneonone|audit|people)/.test(name)) continue;
      rows.push(...(await tx.query<{ row: string }>(`select t::text as row from ${name} t`)).map(({ row }) => row));
    }
    return rows.join('\n');
  });
  expect(stored.length).toBeGreaterThan(10_000);
  for (const words of ['来期の目標', '上司には言わないこと', '目標は12月中に決める'])
    expect(stored).not.toContain(words);
});

describe('at a glance', () => {
  it('a manager sees all of their own, a member one; in English, with the reader’s zone', async () => {
    const rao = await product.talk('IN/I0101');
    const all = await rao.say('show my one-on-ones');
    expect(all.firstLine).toMatch(/^2 one-on-ones, the next one first/);
    expect(titles(all)).toEqual(expect.arrayContaining(['Ananya Sharma', 'Rohan Gupta']));
    const one = await (await product.talk(sharma)).say('when is my next one-on-one?');
    expect(one.firstLine).toMatch(/^Your next one-on-one with Vikram Rao is on Tue \d+ Dec 2026, 10:30–11:00\.$/);
  });

  it('somebody without manager and members is told why there are none, and a manager without members cannot set one up', async () => {
    const president = await product.talk('HQ/000001');
    expect((await president.say('1on1の予定を見せて')).firstLine).toContain('まだ1on1が設定されていません。');
    const me = await product.talk(sharma);
    expect((await me.say('set up a one-on-one')).firstLine).toContain('You already have one-on-ones with Vikram Rao.');
  });

  it('HR is told when there is nothing to show, and nobody else may ask', async () => {
    const hr = await product.talk('HQ/000101');
    await product.container.oneonones.countFigures(housekeeping);
    expect((await hr.say('1on1の実施率は?')).firstLine).toContain('まだ、お見せできる数字がありません。');
    const me = await product.talk(member);
    await expect(product.container.oneonones.figures(me.actor)).rejects.toThrow(
      expect.objectContaining({ code: 'access.denied' }),
    );
  });
});
