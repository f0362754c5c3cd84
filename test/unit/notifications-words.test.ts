import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dayFromWords, quietHoursFromWords } from '../../src/domains/notifications/words.rules.ts';

// A Thursday.
const today = '2026-11-26';

describe('a day in words', () => {
  it.each([
    ['明日また知らせて', '2026-11-27'],
    ['明後日にして', '2026-11-28'],
    ['来週で', '2026-11-30'],
    ['来週の水曜日に', '2026-12-02'],
    ['来月でいいです', '2026-12-01'],
    ['3日後に', '2026-11-29'],
    ['２週間後', '2026-12-10'],
    ['12月1日まで', '2026-12-01'],
    ['1月10日まで待って', '2027-01-10'],
    ['2027年1月10日', '2027-01-10'],
    ['金曜に', '2026-11-27'],
    ['木曜に', '2026-12-03'],
    ['remind me tomorrow', '2026-11-27'],
    ['the day after tomorrow', '2026-11-28'],
    ['next week please', '2026-11-30'],
    ['next month', '2026-12-01'],
    ['in 3 days', '2026-11-29'],
    ['in two weeks', '2026-12-10'],
    ['on Friday', '2026-11-27'],
    ['until 3 December', '2026-12-03'],
    ['until Dec 3', '2026-12-03'],
    ['until the 3rd of May', '2027-05-03'],
    ['until 2026-12-24', '2026-12-24'],
  ])('%s is %s', (words, day) => {
    expect(dayFromWords(words, today)).toBe(day);
  });

  it.each([
    '',
    'later',
    'あとで',
    'today',
    '2026-11-26',
    '2025-01-01',
    '2028-01-01',
    '13月40日',
    'in 0 days',
    '2026-02-30',
  ])('“%s” is none', words => {
    expect(dayFromWords(words, today)).toBeNull();
  });

  it('29 February is the next one, and none when that is more than a year away', () => {
    expect(dayFromWords('2月29日', '2027-12-01')).toBe('2028-02-29');
    expect(dayFromWords('2月29日', '2026-12-01')).toBeNull();
  });

  it('is always after today and within a year, whatever is written', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^(in )?\d{1,4}[-/月日週年 ]?\d{0,3}(日後| days| may|日)?$/),
    );
    fc.assert(
      fc.property(words, text => {
        const day = dayFromWords(text, today);
        const ahead = day === null ? 1 : Temporal.PlainDate.from(today).until(day).days;
        expect(ahead).toBeGreaterThanOrEqual(1);
        expect(ahead).toBeLessThanOrEqual(366);
      }),
    );
  });
});

describe('quiet hours in words', () => {
  it.each([
    ['from 22:00 to 7:00', 1320, 420],
    ['10pm to 7am', 1320, 420],
    ['22時から7時半まで送らないで', 1320, 450],
    ['午後9時から翌朝7時', 1260, 420],
    ['don’t write between 19:30 and 8:15', 1170, 495],
    ['12am to 12pm', 0, 720],
  ])('%s', (words, from, to) => {
    expect(quietHoursFromWords(words)).toEqual({ from, to });
  });

  it.each(['quiet hours', '22時から', 'from 27:00 to 7:00', 'from 10:75 to 8:00'])('“%s” are none', words => {
    expect(quietHoursFromWords(words)).toBeNull();
  });
});
