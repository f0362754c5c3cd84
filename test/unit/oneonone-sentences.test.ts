import { describe, expect, it } from 'vitest';
import { changeWanted } from '../../src/domains/oneonones/changes.rules.ts';
import { namedIn } from '../../src/domains/oneonones/named.rules.ts';
import { longestPoint, pointInSentence } from '../../src/domains/oneonones/points.rules.ts';

describe('the words of a point in a sentence', () => {
  it.each([
    ['Add to my 1on1: my promotion', 'my promotion'],
    ['add to my 1:1: too much overtime', 'too much overtime'],
    ['1on1に追加：来期の目標について', '来期の目標について'],
    ['「研修の費用」を1on1の議題に加えて', '研修の費用'],
    ['1on1の議題に「新しい担当」を追加してください', '新しい担当'],
    ['次の1on1で昇進について話したい', '昇進'],
    ['put the reorganisation on the list for my next 1on1', 'the reorganisation'],
    ["I'd like to discuss my workload at the next 1:1", 'my workload'],
    ['add "home office days" to my next one-on-one', 'home office days'],
    ['for my next one-on-one: hiring plan', 'hiring plan'],
  ])('%s: %s', (sentence, words) => {
    expect(pointInSentence(sentence)).toBe(words);
  });

  it.each([
    'add a point to my one-on-one',
    '1on1で話すことを追加したい',
    'add an item to the one-on-one agenda',
    '1on1の議題を追加',
    'hello',
  ])('%s: none, so that the form asks', sentence => {
    expect(pointInSentence(sentence)).toBe('');
  });

  it('are never longer than a point may be, whatever is typed', () => {
    expect(pointInSentence(`add to my 1on1: ${'x'.repeat(100_000)}`)).toHaveLength(longestPoint);
  });
});

describe('whom a sentence names', () => {
  const named = (family: string, given: string, kana: string, latin: string) => {
    const [familyKana = '', givenKana = ''] = kana.split(' ');
    const [familyLatin = '', givenLatin = ''] = latin.split(' ');
    return { name: { family, given, familyKana, givenKana, familyLatin, givenLatin } };
  };
  const people = [
    named('山本', '健吾', 'ヤマモト ケンゴ', 'Yamamoto Kengo'),
    named('佐藤', '美咲', 'サトウ ミサキ', 'Sato Misaki'),
    named('佐藤', '健', 'サトウ ケン', 'Sato Ken'),
    named('林', '真', 'ハヤシ マコト', 'Hayashi Makoto'),
  ];
  it.each([
    ['山本さんとの1on1で話すことを加える', ['健吾']],
    ['move my 1:1 with Kengo to Friday', ['健吾']],
    ["skip Yamamoto's one-on-one", ['健吾']],
    ['佐藤さんとの1on1を休みたい', ['美咲', '健']],
    ['佐藤 美咲さんとの1on1を休みたい', ['美咲']],
    ['ヤマモトさんとの1on1', ['健吾']],
    ['林さんとの1on1', ['真']],
    ['小林さんではなく農林水産の件', []],
    ['my next kenya trip in the 1on1', []],
    ['次の1on1を見せて', []],
  ])('%s', (sentence, given) => {
    expect(namedIn(sentence, people).map(({ name }) => name.given)).toEqual(given);
  });
});

describe('what a sentence wants changed', () => {
  it.each([
    ['1on1を来週にずらして', 'move'],
    ['move my 1on1 to Friday', 'move'],
    ['次回の1on1は休みにして', 'skip'],
    ['cancel my next 1:1', 'skip'],
    ['1on1を来月まで休止して', 'pause'],
    ['pause my one-on-ones until January', 'pause'],
    ['1on1を再開したい', 'resume'],
    ['部下との1on1をやめたい', 'end'],
    ['end the 1:1 series', 'end'],
    ['change my one-on-one', 'menu'],
    ['1on1をもう1年続けたい', 'renew'],
    ['renew my one-on-ones', 'renew'],
  ])('%s: %s', (sentence, step) => {
    expect(changeWanted(sentence)).toBe(step);
  });
});
