import { describe, expect, it } from 'vitest';
import { fillNudge, type NudgeDraft, nudgeFaults, nudgeTimes } from '../../src/domains/notifications/nudges.rules.ts';

const draft: NudgeDraft = {
  name: 'Security basics',
  condition: { divisions: ['Security'], jobCategories: [], positions: [] },
  text: { ja: '{division}のみなさんへ', en: 'To everybody in {division}' },
  startsAt: '2026-12-01T10:00',
  rule: null,
};

describe('a nudge', () => {
  it.each<[string, Partial<NudgeDraft>, readonly string[]]>([
    ['once, for a division', {}, []],
    ['every month, three times', { rule: 'FREQ=MONTHLY;COUNT=3' }, []],
    ['without a name', { name: ' ' }, ['no-name']],
    ['in one language', { text: { ja: '', en: 'x' } }, ['no-text']],
    ['longer than a screen', { text: { ja: 'あ'.repeat(1_001), en: 'x' } }, ['too-long']],
    ['with a variable that nobody knows', { text: { ja: '{salary}', en: 'x' } }, ['unknown-variable']],
    ['with an empty variable', { text: { ja: 'x', en: '{}' } }, ['unknown-variable']],
    ['for everybody', { condition: { divisions: [], jobCategories: [], positions: [] } }, ['matches-everyone']],
    ['on no day', { startsAt: '2026-02-30T10:00' }, ['bad-start']],
    ['at no time', { startsAt: '2026-12-01' }, ['bad-start']],
    ['in the past', { startsAt: '2026-11-25T10:00' }, ['in-the-past']],
    ['for ever', { rule: 'FREQ=WEEKLY;BYDAY=MO' }, ['no-end']],
    ['every minute', { rule: 'FREQ=MINUTELY;COUNT=3' }, ['bad-rule']],
    ['by nonsense', { rule: 'often' }, ['bad-rule']],
    ['by a rule that gives no day', { rule: 'FREQ=DAILY;UNTIL=20200101T000000Z' }, ['bad-rule']],
    ['a hundred times', { rule: 'FREQ=DAILY;COUNT=100' }, ['too-many']],
  ])('%s', (_title, change, faults) => {
    expect(nudgeFaults({ ...draft, ...change }, '2026-11-26')).toEqual(faults);
  });

  it('is due by the clock of each recipient, summer time or not', () => {
    expect(nudgeTimes(draft, 'Asia/Tokyo')).toEqual([new Date('2026-12-01T01:00:00Z')]);
    const monthly = { startsAt: '2027-03-01T10:00', rule: 'FREQ=MONTHLY;COUNT=2' };
    expect(nudgeTimes(monthly, 'Europe/Berlin')).toEqual([
      new Date('2027-03-01T09:00:00Z'),
      new Date('2027-04-01T08:00:00Z'),
    ]);
  });

  it('says of its recipient what its variables name, and takes no words of theirs for a variable', () => {
    const values = { company: 'C', division: '{position}', position: 'P' };
    expect(fillNudge('{division} at {company}', values)).toBe('{position} at C');
  });
});
