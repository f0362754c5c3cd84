import { describe, expect, it } from 'vitest';
import {
  countOf,
  formatDay,
  formatInstant,
  formatList,
  formatNumber,
  formatPersonName,
  formatSentences,
  formatSpan,
  formatZone,
} from '../../src/platform/i18n/format.ts';
import { bilingual, type Messages } from '../../src/platform/i18n/messages.ts';

describe('dates and times', () => {
  it.each([
    ['2026-04-01', '2026年4月1日(水)', 'Wed 1 Apr 2026'],
    ['2028-02-29', '2028年2月29日(火)', 'Tue 29 Feb 2028'],
    ['2026-09-27', '2026年9月27日(日)', 'Sun 27 Sep 2026'],
  ])('the day %s is written as people of both languages write it', (day, ja, en) => {
    expect([formatDay(day, 'ja'), formatDay(day, 'en')]).toEqual([ja, en]);
  });

  it.each([
    ['Asia/Tokyo', '日本標準時', 'Japan Standard Time'],
    ['Europe/Berlin', '中央ヨーロッパ時間', 'Central European Time'],
  ])('the zone %s is called as people of both languages call it', (zone, ja, en) => {
    expect([formatZone(zone, 'ja'), formatZone(zone, 'en')]).toEqual([ja, en]);
  });

  it('shows an instant as the clock on the person’s wall does', () => {
    const instant = '2026-04-01T01:00:00.000Z';
    expect(formatInstant(instant, 'Asia/Tokyo', 'ja')).toBe('2026年4月1日(水)10:00');
    expect(formatInstant(instant, 'Asia/Tokyo', 'en')).toBe('Wed 1 Apr 2026, 10:00');
    expect(formatInstant(instant, 'America/Los_Angeles', 'en')).toBe('Tue 31 Mar 2026, 18:00');
    expect(formatInstant(instant, 'Asia/Kolkata', 'en')).toBe('Wed 1 Apr 2026, 6:30');
  });

  it('keeps to summer time where there is one', () => {
    expect(formatInstant('2026-03-29T00:30:00Z', 'Europe/Berlin', 'en')).toBe('Sun 29 Mar 2026, 1:30');
    expect(formatInstant('2026-03-29T01:30:00Z', 'Europe/Berlin', 'en')).toBe('Sun 29 Mar 2026, 3:30');
  });

  it('names the second day of a span only when it is another day there', () => {
    const [start, end] = ['2026-04-01T01:00:00Z', '2026-04-01T03:00:00Z'];
    expect(formatSpan(start, end, 'Asia/Tokyo', 'ja')).toBe('2026年4月1日(水)10:00〜12:00');
    expect(formatSpan(start, end, 'Asia/Tokyo', 'en')).toBe('Wed 1 Apr 2026, 10:00–12:00');
    expect(formatSpan('2027-03-08T00:30:00Z', '2027-03-09T08:30:00Z', 'Asia/Tokyo', 'ja')).toBe(
      '2027年3月8日(月)9:30〜2027年3月9日(火)17:30',
    );
    expect(formatSpan(start, '2026-04-02T03:00:00Z', 'Asia/Tokyo', 'en')).toBe(
      'Wed 1 Apr 2026, 10:00 – Thu 2 Apr 2026, 12:00',
    );
  });
});

describe('names, numbers and lists', () => {
  const hanako = { family: '佐藤', given: '花子', familyLatin: 'Sato', givenLatin: 'Hanako' };
  const marta = { family: 'Kowalska', given: 'Marta', familyLatin: 'Kowalska', givenLatin: 'Marta' };

  it('the family name leads where the name’s own script does so, and さん follows in Japanese', () => {
    expect(formatPersonName(hanako, 'ja')).toBe('佐藤 花子さん');
    expect(formatPersonName(hanako, 'en')).toBe('Hanako Sato');
    expect(formatPersonName(marta, 'ja')).toBe('Marta Kowalskaさん');
    expect(formatPersonName(marta, 'en')).toBe('Marta Kowalska');
  });

  it('a name without Latin letters is shown as it is rather than not at all', () => {
    expect(formatPersonName({ ...hanako, familyLatin: '', givenLatin: '' }, 'en')).toBe('花子 佐藤');
  });

  it('digits are half-width and grouped', () => {
    expect([formatNumber(1821), formatNumber(1.5), countOf(1, 'skill'), countOf(56_560, 'alias', 'aliases')]).toEqual([
      '1,821',
      '1.5',
      '1 skill',
      '56,560 aliases',
    ]);
  });

  it('lists and sentences are joined by each language’s own rule', () => {
    expect(formatList(['A', 'B', 'C'], 'ja')).toBe('A、B、C');
    expect(formatList(['A', 'B', 'C'], 'en')).toBe('A, B and C');
    expect([formatList(['A'], 'en'), formatList([], 'en')]).toEqual(['A', '']);
    expect(formatSentences(['一です。', '', '二です。'], 'ja')).toBe('一です。二です。');
    expect(formatSentences(['One.', '', 'Two.'], 'en')).toBe('One. Two.');
  });
});

describe('messages', () => {
  it('a key that one language lacks is a type error', () => {
    // @ts-expect-error the English text is missing; tsc fails if this line ever compiles
    const incomplete: Messages<{ hello: string }> = { ja: { hello: 'こんにちは' }, en: {} };
    expect(incomplete.ja.hello).toBe('こんにちは');
  });

  it('one sentence can be taken in both languages', () => {
    const messages: Messages<{ hello: string }> = { ja: { hello: 'こんにちは' }, en: { hello: 'Hello' } };
    expect(bilingual(messages, of => of.hello)).toEqual({ ja: 'こんにちは', en: 'Hello' });
  });
});
