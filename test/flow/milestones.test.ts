import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, buttons, listItems, type Product, startProduct } from './intents-product.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

const labelsOf = (answer: Answer) => buttons(answer.reply).map(({ label }) => label);
const hr = 'HQ/000102';
const security = 'HQ/000404';
const architect = 'HQ/000423';
const manager = 'HQ/000421';

describe('HR', () => {
  it('sees the year, who would be told what and when, and starts it after being asked', async () => {
    const me = await product.talk(hr);
    const overview = await me.say('節目研修の対象者を確認したい');
    expect(overview.firstLine).toMatch(/^2026年度（2026年4月1日\(水\)〜2027年3月31日\(水\)）は、まだ始めていません/);
    const dry = await me.press(overview, '誰に届くかを見る');
    expect(listItems(dry.reply)).toHaveLength(5);
    expect(listItems(dry.reply)[0]?.detail).toMatch(/^2026年11月24日\(火\)10:00にお知らせ$/);
    expect(dry.text).toContain('一人ひとりの記録に残ります');
    const asked = await me.press(dry, '年度を始める');
    expect(asked.firstLine).toMatch(/始めて、\d+件の案内を準備しますか。明日から2026年1[12]月\d+日\(.\)までの平日/);
    expect(labelsOf(asked)).toEqual(['年度を始める', 'やめる']);
    const started = await me.press(asked, '年度を始める');
    expect(started.firstLine).toMatch(/^始めました。\d+件/);
    expect(labelsOf(started)).toContain('元に戻す');
    const list = await me.press(started, '一覧を見る');
    expect(listItems(list.reply)[0]?.badge).toBe('返事待ち');
    expect(list.text).not.toMatch(/歳/);
  });

  it('adds a rule by a form that names what is wrong, and takes it back', async () => {
    const me = await product.talk(hr);
    const rules = await me.say('節目研修のルールを見せて');
    const opened = rules.text.includes('ルールは') ? rules : await me.press(rules, 'ルールを見る');
    const form = await me.press(opened, 'ルールを加える');
    const wrong = await me.submit(form, { age: '全員', offer: 'career-seminar', course: 'キャリアセミナー' });
    expect(wrong.text).toContain('1つのルールには、1つの年齢だけを書けます');
    const unknown = await me.submit(wrong, { age: '60', course: '存在しない研修の名前' });
    expect(unknown.text).toMatch(/カタログに見つかりません|どの研修でしょうか/);
    const asked = await me.submit(unknown, { course: 'キャリアセミナー' });
    expect(asked.firstLine).toContain('60歳になる年度に「キャリアセミナー」');
    const added = await me.press(asked, '加える');
    expect(added.firstLine).toContain('ルールを加えました');
    expect((await me.press(added, '元に戻す')).firstLine).toContain('ルールを外しました');
  });

  it('changes the seats of a session after being asked, and back', async () => {
    const me = await product.talk(hr);
    const seats = await me.act({ intent: 'review-milestones', slots: { step: 'seats' } });
    const form = await me.press(seats, /^キャリアセミナー 2027年1月14日/);
    const wrong = await me.submit(form, { seats: 'たくさん' });
    expect(wrong.text).toContain('0から1000まで');
    const asked = await me.submit(wrong, { seats: '３' });
    expect(asked.firstLine).toContain('20から3に変えますか');
    const saved = await me.press(asked, '変える');
    expect(saved.firstLine).toContain('席数を3にしました');
    expect((await me.press(saved, '元に戻す')).firstLine).toContain('席数を20にしました');
  });
});

describe('somebody who is invited', () => {
  it('chooses a date, is asked first, changes it, gives the seat back and undoes that', async () => {
    const me = await product.talk(security);
    const offer = await me.say('キャリアデザイン研修の日程を選びたい');
    expect(offer.firstLine).toBe('キャリアデザイン研修の日程を選べます。');
    expect(offer.text).toContain('上司には見えません');
    const asked = await me.press(offer, /^2027年1月21日/);
    expect(asked.firstLine).toMatch(/席を取りますか。$/);
    const taken = await me.press(asked, '席を取る');
    expect(taken.firstLine).toBe('キャリアデザイン研修の席をお取りしました。');
    const mine = await me.press(taken, '案内の一覧に戻る');
    const other = await me.press(await me.press(await me.press(mine, 'ほかの日程を見る'), /^2027年2月9日/), '席を取る');
    expect(other.text).toContain('2027年2月9日');
    const undone = await me.press(other, '元に戻す');
    expect(undone.text).toContain('2027年1月21日');
    const asked2 = await me.press(await me.press(undone, '案内の一覧に戻る'), '席を返す');
    expect(asked2.firstLine).toContain('席を返しますか');
    expect((await me.press(asked2, '席を返す')).firstLine).toContain('返事を取り消しました');
  });

  it('answers in English, next year and no, each asked first and undone by one press', async () => {
    const me = await product.talk(architect);
    await me.act({ intent: 'switch-language', slots: { language: 'en', step: 'do' } });
    const offer = await me.act({ intent: 'show-milestones', slots: {} });
    const [later, decline] = labelsOf(offer).slice(-2);
    for (const [label, confirm, done] of [
      [later, /来年度にする|Next year/, /来年度にします|moved to next/],
      [decline, /受けないことにする|Not this time/, /承りました|noted/],
    ] as const) {
      const asked = await me.press(offer, label ?? '');
      const answered = await me.press(asked, confirm);
      expect(answered.firstLine).toMatch(done);
      expect((await me.press(answered, /元に戻す|Undo/)).firstLine).toMatch(/返事を取り消しました|taken back/);
    }
  });

  it('switches invitations off and on', async () => {
    const me = await product.talk(architect);
    const asked = await me.act({ intent: 'show-milestones', slots: { step: 'ask-out' } });
    const off = await me.press(asked, '案内を止める');
    expect(off.firstLine).toBe('キャリア研修の案内を止めました。');
    expect((await me.act({ intent: 'show-milestones', slots: {} })).firstLine).toBe(
      'キャリア研修の案内は、止めています。',
    );
    await me.press(off, '元に戻す');
    expect((await me.act({ intent: 'show-milestones', slots: {} })).firstLine).toContain('日程を選べます');
  });

  it('sees it on their home while it is open', async () => {
    const { id } = { id: (await product.talk(security)).actor.personId };
    const home = await product.container.home.of({ channel: 'web', tenant: 'signed', id }, 'ja');
    expect(home.sections.map(({ title }) => title)).toContain('キャリア研修');
  });
});

describe('a manager', () => {
  it('reaches neither the list nor an offer of a member, by a sentence, a button or the home', async () => {
    const me = await product.talk(manager);
    const asked = await me.say('節目研修の対象者一覧');
    expect(asked.text).not.toMatch(/返事待ち|渡辺|年度（/);
    for (const step of ['list', 'dry', 'rules', 'seats', 'start']) {
      const refused = await me.act({ intent: 'review-milestones', slots: { step } });
      expect(refused.text).not.toMatch(/返事待ち|渡辺|件の案内/);
    }
    const member = await product.talk(architect);
    const { offers } = await product.container.milestones.own(member.actor);
    const opened = await me.act({ intent: 'show-milestones', slots: { offer: offers[0]?.offer.id ?? '' } });
    expect(opened.firstLine).toBe('この案内は、もうありません。');
  });
});
