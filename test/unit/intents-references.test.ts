import { describe, expect, it } from 'vitest';
import type { IntentInput } from '../../src/conversation/contract/intent.ts';
import { positions } from '../../src/domains/catalogue/catalogue.types.ts';
import {
  asksForLike,
  asksForRemote,
  isOwnWords,
  isPronoun,
  levelFromWords,
  namedBesidePostings,
  namesOwn,
  namesPostings,
  ordinalsIn,
  pageOf,
  pointedAt,
} from '../../src/domains/catalogue/intents/references.ts';
import { positionFromWords, positionName, rankAlone } from '../../src/domains/catalogue/positions.rules.ts';
import { localeFromWords } from '../../src/platform/i18n/locale-from-words.ts';

describe('ranks', () => {
  it.each([
    ['manager', 'manager'],
    ['at manager level', 'manager'],
    ['Managers', 'manager'],
    ['課長', 'manager'],
    ['課長級', 'manager'],
    ['新任課長', 'manager'],
    ['マネージャー', 'manager'],
    ['マネジャークラス', 'manager'],
    ['ﾏﾈｰｼﾞｬｰ', 'manager'],
    ['管理職', 'manager'],
    ['senior', 'senior'],
    ['Senior level', 'senior'],
    ['主任', 'senior'],
    ['主任クラスだと', 'senior'],
    ['senior manager', 'senior-manager'],
    ['Senior-Manager', 'senior-manager'],
    ['シニアマネージャー', 'senior-manager'],
    ['部長', 'senior-manager'],
    ['staff', 'staff'],
    ['担当', 'staff'],
    ['一般社員', 'staff'],
    ['junior', 'staff'],
    ['expert', 'expert'],
    ['エキスパート職', 'expert'],
    ['専門職', 'expert'],
    ['Chief Professional', 'expert'],
  ] as const)('%s means %s', (words, position) => {
    expect(positionFromWords(words)).toBe(position);
  });

  it.each(['', '🙂', 'blue', '大阪', 'seniority'])('%j means no rank', words => {
    expect(positionFromWords(words)).toBeNull();
  });

  it('every rank is found again by its own name in both languages', () => {
    for (const position of positions) {
      expect([positionFromWords(positionName(position).ja), positionFromWords(positionName(position).en)]).toEqual([
        position,
        position,
      ]);
    }
  });
});

describe('words that point at something', () => {
  it.each([
    ['courses for the second one', [2]],
    ['compare the first and the third', [1, 3]],
    ['show me number 4', [4]],
    ['the last one please', [-1]],
    ['2番目の研修は?', [2]],
    ['３つ目を見せて', [3]],
    ['最後の募集', [-1]],
    ['1番目と2番目を比べて', [1, 2]],
    ['the first-line manager role', []],
    ['courses on second language acquisition', []],
  ])('%s', (text, places) => {
    expect(ordinalsIn(text)).toEqual(places);
  });

  it('a place that the last list does not have points at nothing', () => {
    const input: IntentInput = { kind: 'sentence', text: 'the fifth one', slots: {} };
    expect(pointedAt(input, ['rol_a', 'rol_b'])).toEqual([]);
    expect(pointedAt({ ...input, text: 'the last one' }, ['rol_a', 'rol_b'])).toEqual(['rol_b']);
  });

  it.each([
    'what does my own role need',
    'compare my role with data analyst',
    'How does my current role compare?',
    '私の今の職種で求められているスキル',
    '自分の役割に必要なスキル',
    '自分と比べて',
  ])('%s speaks of the person', text => {
    expect(namesOwn(text)).toBe(true);
  });

  it.each([
    'which skills does a system architect need',
    'show me the postings',
    'システムアーキテクトに必要なスキル',
    'mining engineer',
  ])('%s does not speak of the person', text => {
    expect(namesOwn(text)).toBe(false);
  });

  it('words for a role can mean the person’s own, or nothing by themselves', () => {
    expect(['自分', 'me', 'my role', '私', 'system architect', 'Michi'].map(isOwnWords)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(['it', 'これ', 'その役割', 'That one'].map(isPronoun)).toEqual([true, true, true, true]);
    expect(['IT', 'これから'].map(isPronoun)).toEqual([false, false]);
  });

  it('"and in Tokyo?" goes on, "postings in Tokyo" starts anew', () => {
    expect(['and in Tokyo?', '東京なら？', 'postings in Tokyo', '東京の募集'].map(namesPostings)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it.each([
    ['沖縄の募集', '沖縄'],
    ['ブロックチェーンの求人はありますか', 'ブロックチェーン'],
    ['Find postings for a blockchain wizard', 'blockchain wizard'],
    ['any jobs in Okinawa?', 'Okinawa'],
    ['社内の募集を見せて', null],
    ['今の募集', null],
    ['在宅の募集', null],
    ['postings for my role', null],
    ['jobs for me', null],
    ['show me the postings', null],
  ])('%s names %s', (text, words) => {
    expect(namedBesidePostings(text)).toBe(words);
  });

  it('a rank alone is no role, a role with a rank in its name is none', () => {
    expect(
      ['課長', 'managers', 'マネージャー', 'project manager', 'プロジェクトマネージャー', 'security expert'].map(
        rankAlone,
      ),
    ).toEqual(['manager', 'manager', 'manager', null, null, null]);
  });

  it('a post like this, in both languages', () => {
    expect(
      ['find me a post like this', 'これに似た募集は他にありますか', 'postings I would like'].map(asksForLike),
    ).toEqual([true, true, false]);
  });

  it('work from home, in both languages', () => {
    expect(['リモート勤務できる求人ある?', 'remote jobs', 'jobs in Osaka'].map(asksForRemote)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('small words', () => {
  it.each([
    ['日本語', 'ja'],
    ['にほんご', 'ja'],
    ['japanease', 'ja'],
    ['English', 'en'],
    ['engish', 'en'],
    ['えいご', 'en'],
    ['中国語', null],
    ['French', null],
  ] as const)('the language %s is %s', (words, locale) => {
    expect(localeFromWords(words)).toBe(locale);
  });

  it('levels are read as digits or words', () => {
    expect(['レベル3', 'level four', '５', 'beginner'].map(levelFromWords)).toEqual([3, 4, 5, null]);
  });

  it('a page number that nobody drew is the first page', () => {
    const page = (text: string) => pageOf({ kind: 'action', slots: { page: text } });
    expect(['2', '-1', '1e9', 'NaN', ''].map(page)).toEqual([2, 0, 0, 0, 0]);
  });
});
