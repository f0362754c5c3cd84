import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import { buttons, listItems, type Product, startProduct } from './intents-product.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

const labelsOf = (answer: { reply: Parameters<typeof buttons>[0] }) =>
  buttons(answer.reply).map(button => button.label);

describe('one subject over several turns', () => {
  it('goes from a role to its rank, to its courses, to a posting and to its like, without naming it again', async () => {
    const me = await product.talk('HQ/000423');
    await me.say('システムアーキテクトに必要なスキルは？');
    const manager = await me.say('マネージャーレベルだと？');
    expect(manager.firstLine).toContain('システムアーキテクチャ マネージャー');
    const courses = await me.press(manager, '研修を探す');
    expect(courses.firstLine).toContain('システムアーキテクチャ マネージャーに足りないスキル');
    const postings = await me.press(manager, '募集を見る');
    expect(postings.keys).toContain('P-0003');
    const posting = await me.say('1番目の募集を見せて');
    expect(posting.firstLine).toContain('アーキテクチャ課長');
    const similar = await me.press(posting, '似た募集を探す');
    const titles = listItems(similar.reply).map(row => row.title);
    expect(titles.length).toBeGreaterThan(0);
    expect(titles).not.toContain('システム技術部 アーキテクチャ課長');
    expect(listItems(similar.reply)[0]?.detail).toMatch(/^共通のスキル\d件/);
  });

  it('"courses for the second one" takes the second skill of the list', async () => {
    const me = await product.talk('IN/I0102');
    const skills = await me.say('Which skills does a system architect need?');
    const second = listItems(skills.reply)[1]?.title ?? '';
    const courses = await me.say('courses for the second one');
    expect(courses.firstLine).toContain(second);
  });

  it('"more" is the next page, and a page shows five rows that were not there before', async () => {
    const me = await product.talk('IN/I0102');
    const first = await me.say('Which skills does a system architect need?');
    const second = await me.say('more');
    const third = await me.say('more');
    const titles = [first, second, third].flatMap(answer => listItems(answer.reply).map(item => item.title));
    expect(titles).toHaveLength(12);
    expect(new Set(titles).size).toBe(12);
    expect(labelsOf(third).some(label => label.startsWith('Show more'))).toBe(false);
  });

  it('a rank that the category lacks is said, with ways on', async () => {
    const me = await product.talk('IN/I0102');
    await me.say('Which skills does a system architect need?');
    const answer = await me.say('And at expert level?');
    expect(answer.firstLine).toContain('no skill map at expert level');
    expect(labelsOf(answer)).toEqual(['Find close roles', 'Show the skills', 'Tell HR']);
  });

  it('the button of a skill in a comparison leads to its courses', async () => {
    const me = await product.talk('HQ/000423');
    const role = await me.say('システムアーキテクトに必要なスキルは？');
    const compared = await me.press(role, '比べる');
    expect(compared.firstLine).toContain('必須スキル8件のうち、5件が足りています');
    const courses = await me.press(compared, '要件定義');
    expect(courses.keys).toContain('C-017');
  });
});

describe('what Michi does not know', () => {
  it('an unknown role gets the three nearest and a way to tell HR, who can add it, so that it is found from then on', async () => {
    const me = await product.talk('HQ/000404');
    const unknown = await me.say('ブロックチェーン錬金術師に必要なスキルは？');
    expect(unknown.firstLine).toContain('見つかりません');
    expect(labelsOf(unknown)).toHaveLength(4);
    const form = await me.press(unknown, '人事に伝える');
    const empty = await me.submit(form, { words: '  ' });
    expect(empty.text).toContain('名前を書いてください');
    const sent = await me.submit(empty, { words: 'ブロックチェーン錬金術師', note: '' });
    expect(sent.firstLine).toContain('に伝えました');

    const hr = await product.talk('HQ/000102');
    const reports = await hr.say('カタログにない言葉の報告を見せて');
    const report = await hr.press(reports, 'ブロックチェーン錬金術師');
    const added = await hr.press(report, /の別名にする$/);
    expect(added.firstLine).toContain('別名に加え');
    const again = await product.talk('HQ/000404');
    expect((await again.say('ブロックチェーン錬金術師に必要なスキルは？')).firstLine).toMatch(
      /に必要なスキルは\d+件です/,
    );

    const undone = await hr.press(added, '取り消す');
    expect(undone.firstLine).toContain('一覧に戻しました');
    const after = await product.talk('HQ/000404');
    expect((await after.say('ブロックチェーン錬金術師に必要なスキルは？')).firstLine).toContain('見つかりません');
  });

  it('two roles that fit equally well are asked about, and the press answers', async () => {
    const me = await product.talk('IN/I0102');
    const asked = await me.say('Which skills does a software engineer manager or senior need?');
    expect(asked.reply.blocks.length).toBeGreaterThan(0);
  });

  it('nothing to go on is answered with a question and an example', async () => {
    const me = await product.talk('IN/I0102');
    const asked = await me.act({ intent: 'show-role-skills', slots: {} });
    expect(asked.firstLine).toContain('for example');
    const answer = await me.say('system architect');
    expect(answer.firstLine).toContain('System architect (senior) needs');
  });

  it('an item that does not exist any more is said to be gone', async () => {
    const me = await product.talk('IN/I0102');
    const answer = await me.act({ intent: 'show-role-skills', slots: { role: `rol_${'0'.repeat(32)}` } });
    expect(answer.firstLine).toBe('This role is no longer in the catalogue.');
  });

  it('slots that no button carries are answered, not believed', async () => {
    const me = await product.talk('IN/I0102');
    const answer = await me.act({ intent: 'show-role-skills', slots: { role: "'; drop table roles; --", page: '-7' } });
    expect(answer.firstLine).toContain('for example');
  });
});

describe('postings', () => {
  it('closed and filled ones are never listed', async () => {
    const me = await product.talk('IN/I0102');
    const answer = await me.say('Are there postings in Singapore?');
    expect(answer.keys).not.toContain('P-0054');
  });

  it('when nothing is found, dropping one condition is one press', async () => {
    const me = await product.talk('IN/I0102');
    const none = await me.say('Find UX designer postings in Sapporo');
    expect(none.firstLine).toMatch(/^There are no open postings for UX designer/);
    const wider = await me.press(none, /^Search any place/);
    expect(wider.keys).toContain('P-0037');
  });

  it('those of one company alone are for its own people', async () => {
    const [home, abroad] = [await product.talk('HQ/000423'), await product.talk('IN/I0102')];
    expect((await home.say('クラウドエンジニアの募集を探して')).keys).toContain('P-0013');
    expect((await abroad.say('Find cloud engineer postings')).keys).not.toContain('P-0013');
  });

  it('one posting says how to apply and what of it I have', async () => {
    const me = await product.talk('HQ/000423');
    const role = await me.say('システムアーキテクトに必要なスキルは？');
    const list = await me.press(role, '募集を見る');
    const posting = await me.press(list, '決済サービスのシステムアーキテクト');
    expect(posting.text).toContain('career-desk@tsukumine.example');
    expect(posting.firstLine).toMatch(/求めるスキル\d+件のうち\d+件/);
  });
});

describe('courses', () => {
  it('dates are on the clock of the person’s own zone', async () => {
    const [tokyo, bengaluru] = [await product.talk('HQ/000404'), await product.talk('IN/I0102')];
    const [here, there] = [
      await tokyo.say('ログ分析を学べる研修は？'),
      await bengaluru.say('Which courses teach log analysis?'),
    ];
    const [opened, openedThere] = [
      await tokyo.press(here, /^SOC入門/),
      await bengaluru.press(there, /^Introduction to the SOC/),
    ];
    expect(opened.text).toContain('2027年3月8日(月)9:30〜2027年3月9日(火)17:30');
    expect(openedThere.text).toContain('Mon 8 Mar 2027, 6:00 – Tue 9 Mar 2027, 14:00');
  });

  it('for the gaps of my own role are found without naming it', async () => {
    const me = await product.talk('HQ/000404');
    const answer = await me.say('自分の役割に足りないスキルの研修を探して');
    expect(answer.firstLine).toContain('セキュリティアナリスト（担当）に足りないスキル');
  });
});

describe('where others read along', () => {
  it('nothing of my own record is said, whatever is asked', async () => {
    const me = await product.talkIn('HQ/000102', 'HQ/000423');
    const skills = await me.say('システムアーキテクトに必要なスキルは？');
    expect(skills.firstLine).toBe('システムアーキテクト（主任）に必要なスキルは12件です（必須8件、歓迎4件）。');
    expect(labelsOf(skills)).not.toContain('比べる');
    const mine = await me.act({ intent: 'show-role-skills', slots: { own: 'yes', view: 'mine' } });
    expect(mine.text).toBe('お返事は、Michiとの個別の会話にお送りしました。');
    const profile = await me.say('私のプロフィールを見せて');
    expect(profile.text).toBe('お返事は、Michiとの個別の会話にお送りしました。');
  });
});

describe('aliases', () => {
  it('HR adds one after a look at what it changes, and can take it back', async () => {
    const hr = await product.talk('HQ/000102');
    const list = await hr.say('システムアーキテクトの別名を編集したい');
    const form = await hr.press(list, '別名を加える');
    const confirm = await hr.submit(form, { alias: '方式の匠', language: 'ja' });
    expect(confirm.text).toContain('「方式の匠」で検索すると');
    const added = await hr.submit(confirm, {});
    expect(added.firstLine).toContain('別名に加えました');
    const found = await hr.say('方式の匠に必要なスキルは？');
    expect(found.firstLine).toContain('システムアーキテクト（主任）');
    const back = await hr.press(added, '取り消す');
    expect(back.firstLine).toBe('元に戻しました。');
  });

  it('HR removes one after a question and puts it back with one press', async () => {
    const hr = await product.talk('HQ/000102');
    const item = await hr.say('システムアーキテクトの別名を編集したい');
    const form = await hr.press(item, '別名を加える');
    const confirm = await hr.submit(form, { alias: '設計の達人', language: 'ja' });
    await hr.submit(confirm, {});
    const again = await hr.say('システムアーキテクトの別名を編集したい');
    const choose = await hr.press(again, '別名を外す');
    const field = choose.reply.blocks.flatMap(block => (block.kind === 'form' ? block.form.fields : []))[0];
    const option =
      field?.kind === 'choice' ? field.options.find(entry => entry.label.startsWith('設計の達人')) : undefined;
    const sure = await hr.submit(choose, { alias: option?.value ?? '' });
    const removed = await hr.press(sure, '外す');
    expect(removed.firstLine).toContain('別名から外しました');
    const restored = await hr.submit(removed, {});
    expect(restored.firstLine).toContain('別名に加えました');
  });

  it('nobody else can reach them, by words or by button', async () => {
    const me = await product.talk('HQ/000404');
    const item = await me.act({ intent: 'edit-aliases', slots: { step: 'add' } });
    expect(item.reply.blocks.some(block => block.kind === 'form')).toBe(false);
    const reports = await me.act({ intent: 'review-reports', slots: {} });
    expect(listItems(reports.reply).some(row => row.action?.intent === 'review-reports')).toBe(false);
  });
});

describe('my language', () => {
  it('is changed after a question and changed back by undo', async () => {
    const me = await product.talk('IN/I0102');
    const asked = await me.say('Switch to Japanese');
    const kept = await me.press(asked, /Keep it as it is/);
    expect(kept.firstLine).toBe('The language stays as it was.');
    const switched = await me.press(asked, '日本語にする');
    expect(switched.reply.locale).toBe('ja');
    const role = await me.act({ intent: 'show-role-skills', slots: { own: 'yes' } });
    expect(role.reply.locale).toBe('ja');
    const undone = await me.press(switched, /Undo/);
    expect(undone.reply.locale).toBe('en');
  });
});

describe('the home', () => {
  const homeOf = async (person: string) => {
    const { actor } = await product.talk(person);
    const user = { channel: 'web', tenant: 'signed', id: actor.personId } as const;
    const { sections, madeFor } = await product.container.home.of(user, 'en');
    expect(madeFor).toBe(actor.personId);
    return sections.map(({ title, blocks }) => ({
      title,
      text: plainText({ locale: actor.locale, preview: '', blocks }),
    }));
  };

  it('shows one-on-ones, role, skills and language, and of settings only what there is to choose', async () => {
    const [oneonones, role, notifications, settings, ...more] = await homeOf('HQ/000423');
    expect(more).toEqual([]);
    expect(oneonones?.title).toBe('1on1');
    expect(oneonones?.text).toMatch(/^- 原田 靖さん: .+・話すこと0件\n\n\[話すことを加える\]$/);
    expect(role?.title).toBe('役割とスキル');
    expect(role?.text).toMatch(/^役割は.+で、必須スキル\d+件のうち\d+件が必要なレベルに達しています。/);
    expect(role?.text).toContain('[プロフィール全体を見る]');
    expect(notifications?.title).toContain('お知らせ');
    expect(settings).toEqual({ title: '言語とお知らせ', text: '表示する言語: 日本語\n\n[英語に切り替える]' });
  });

  it('shows HR what waits for them first, and nobody else', async () => {
    const me = await product.talk('IN/I0102');
    const hr = await product.talk('HQ/000102');
    const before = await homeOf('HQ/000102');
    await product.container.catalogue.reportMissing(hr.actor, { itemKind: 'role', text: '匠', note: '', nearest: [] });
    const [waiting, ...rest] = await homeOf('HQ/000102');
    expect(waiting?.title).toBe('確認待ち');
    expect(waiting?.text).toContain('[報告を見る]');
    expect(rest).toEqual(before.filter(({ title }) => title !== '確認待ち'));
    expect((await homeOf('IN/I0102')).map(({ title }) => title)).toEqual([
      'One-on-ones',
      'Role and skills',
      'Messages from Michi',
      'Language and messages',
    ]);
    expect(me.actor.roles).not.toContain('hr');
  });

  it('offers the channels on which the person has an account, and the choice can be undone', async () => {
    const me = await product.talk('SG/S001');
    const { people } = product.container;
    const identifying = { kind: 'system', purpose: 'identify' } as const;
    expect((await me.act({ intent: 'choose-channel', slots: { to: 'slack' } })).text).toContain('no linked account');
    for (const channel of ['slack', 'teams'] as const)
      await people.linkUser(identifying, { channel, tenant: 'T', id: `${channel} of S001` }, me.actor.personId);
    const settings = (await homeOf('SG/S001')).at(-1)?.text ?? '';
    const [, now, other] = /Messages from Michi: (\S+)[\s\S]*\[Get them in (\S+)\]/.exec(settings) ?? [];
    expect([now, other].sort()).toEqual(['Slack', 'Teams']);
    const chosen = await me.act({ intent: 'choose-channel', slots: { to: (other ?? '').toLowerCase() } });
    expect(chosen.text).toContain(`I write to you in ${other}`);
    expect((await homeOf('SG/S001')).at(-1)?.text).toContain(`Messages from Michi: ${other}`);
    await me.press(chosen, 'Undo');
    expect((await homeOf('SG/S001')).at(-1)?.text).toContain(`Messages from Michi: ${now}`);
  });
});
