import { describe, expect, it } from 'vitest';
import {
  type DueNotice,
  decideNotice,
  defaultQuietHours,
  type Manners,
  type SentNudge,
} from '../../src/domains/notifications/manners.rules.ts';
import { isRestDay } from '../../src/platform/time/rest-days.ts';

const at = (text: string) => new Date(text);
const nudge: DueNotice = {
  urgency: 'nudge',
  dueAt: at('2026-04-01T00:00:00Z'),
  notAfter: null,
  inDigests: false,
};
const appointment: DueNotice = { ...nudge, urgency: 'appointment' };
const inTokyo: Manners = {
  standing: 'active',
  timeZone: 'Asia/Tokyo',
  quiet: defaultQuietHours,
  isRestDay: day => isRestDay('JP', day),
  switchedOff: false,
  snoozedUntil: null,
  sent: [],
  waiting: 0,
};
const sentAt = (text: string, more: Partial<SentNudge> = {}): SentNudge => ({
  sentAt: at(text),
  sameKind: false,
  opened: false,
  ...more,
});

interface Row {
  readonly title: string;
  readonly notice?: Partial<DueNotice>;
  readonly manners?: Partial<Manners>;
  readonly now: string;
  readonly verdict: string;
}

const threeIgnored = ['2026-03-25T01:00:00Z', '2026-03-26T01:00:00Z', '2026-03-27T01:00:00Z'].map(text =>
  sentAt(text, { sameKind: true }),
);
// Wednesday 1 April 2026, 9:00 in Tokyo
const wednesday = '2026-04-01T00:00:00Z';

const nudges: readonly Row[] = [
  { title: 'in working hours it is sent', now: wednesday, verdict: 'send' },
  { title: 'in the evening it waits for 8:00', now: '2026-04-01T12:00:00Z', verdict: 'later 2026-04-01T23:00:00.000Z' },
  {
    title: 'in the small hours it waits for the same day’s 8:00',
    now: '2026-04-01T19:00:00Z',
    verdict: 'later 2026-04-01T23:00:00.000Z',
  },
  {
    title: 'on a Saturday it waits for Monday',
    now: '2026-04-04T01:00:00Z',
    verdict: 'later 2026-04-05T23:00:00.000Z',
  },
  {
    title: 'in Golden Week it waits for Thursday 7 May',
    now: '2026-05-01T12:00:00Z',
    verdict: 'later 2026-05-06T23:00:00.000Z',
  },
  { title: 'before it is due it waits', now: '2026-03-30T00:00:00Z', verdict: `later 2026-04-01T00:00:00.000Z` },
  {
    title: 'what would be welcome too late is dropped',
    notice: { notAfter: at('2026-04-01T22:00:00Z') },
    now: '2026-04-01T12:00:00Z',
    verdict: 'drop quiet-hours',
  },
  {
    title: 'past its use it is dropped',
    notice: { notAfter: at('2026-04-01T00:00:00Z') },
    now: '2026-04-01T00:00:01Z',
    verdict: 'drop too-late',
  },
  { title: 'whoever has left gets nothing', manners: { standing: 'left' }, now: wednesday, verdict: 'drop left' },
  {
    title: 'on leave it waits, day by day',
    manners: { standing: 'on-leave' },
    now: wednesday,
    verdict: 'later 2026-04-01T23:00:00.000Z',
  },
  {
    title: 'a leave of more than two weeks drops it',
    manners: { standing: 'on-leave' },
    now: '2026-04-15T00:00:00Z',
    verdict: 'drop on-leave',
  },
  {
    title: 'a kind that is switched off is not sent',
    manners: { switchedOff: true },
    now: wednesday,
    verdict: 'drop switched-off',
  },
  {
    title: 'snoozed until a Saturday it comes on Monday',
    manners: { snoozedUntil: '2026-04-04' },
    now: wednesday,
    verdict: 'later 2026-04-05T23:00:00.000Z',
  },
  { title: 'a snooze that is over is none', manners: { snoozedUntil: '2026-04-01' }, now: wednesday, verdict: 'send' },
  {
    title: 'the fourth of a day waits for the next',
    manners: {
      sent: ['2026-03-31T23:10:00Z', '2026-03-31T23:20:00Z', '2026-03-31T23:30:00Z'].map(text => sentAt(text)),
    },
    now: wednesday,
    verdict: 'later 2026-04-01T23:00:00.000Z',
  },
  {
    title: 'after three of a kind that were not opened there are thirty days of silence',
    manners: { sent: threeIgnored },
    now: wednesday,
    verdict: 'later 2026-04-26T23:00:00.000Z',
  },
  {
    title: 'one that was opened ends it',
    manners: { sent: [...threeIgnored, sentAt('2026-03-28T01:00:00Z', { sameKind: true, opened: true })] },
    now: wednesday,
    verdict: 'send',
  },
  {
    title: 'nobody has ignored what came yesterday',
    manners: { sent: threeIgnored },
    now: '2026-03-30T23:30:00Z',
    notice: { dueAt: at('2026-03-27T00:00:00Z') },
    verdict: 'later 2026-04-26T23:00:00.000Z',
  },
  {
    title: 'two that wait come in one message',
    notice: { inDigests: true },
    manners: { waiting: 1 },
    now: wednesday,
    verdict: 'digest 2026-04-01T00:00:00.000Z',
  },
  { title: 'one without a line comes by itself', manners: { waiting: 4 }, now: wednesday, verdict: 'send' },
];

const appointments: readonly Row[] = [
  {
    title: 'it does not wait for the budget',
    manners: { sent: Array.from({ length: 9 }, () => sentAt('2026-03-31T23:10:00Z')) },
    now: wednesday,
    verdict: 'send',
  },
  { title: 'nor for the end of a snooze', manners: { snoozedUntil: '2026-05-01' }, now: wednesday, verdict: 'send' },
  {
    title: 'nor is it put into a digest',
    notice: { inDigests: true },
    manners: { waiting: 3 },
    now: wednesday,
    verdict: 'send',
  },
  {
    title: 'on a Sunday it waits for Monday when there is time',
    notice: { notAfter: at('2026-04-06T00:00:00Z') },
    now: '2026-04-05T01:00:00Z',
    verdict: 'later 2026-04-05T23:00:00.000Z',
  },
  {
    title: 'on a Sunday it is sent when there is none',
    notice: { notAfter: at('2026-04-05T03:00:00Z') },
    now: '2026-04-05T01:00:00Z',
    verdict: 'send',
  },
  {
    title: 'it waits for the end of the quiet hours',
    now: '2026-04-01T19:00:00Z',
    verdict: 'later 2026-04-01T23:00:00.000Z',
  },
  {
    title: 'what would be over by then is dropped with that reason',
    notice: { notAfter: at('2026-04-01T22:30:00Z') },
    now: '2026-04-01T20:00:00Z',
    verdict: 'drop quiet-hours',
  },
];

function said(verdict: ReturnType<typeof decideNotice>): string {
  switch (verdict.kind) {
    case 'send':
      return 'send';
    case 'drop':
      return `drop ${verdict.reason}`;
    default:
      return `${verdict.kind} ${verdict.at.toISOString()}`;
  }
}

describe('a nudge', () => {
  it.each(nudges)('$title', ({ notice, manners, now, verdict }) => {
    expect(said(decideNotice({ ...nudge, ...notice }, { ...inTokyo, ...manners }, at(now)))).toBe(verdict);
  });
});

describe('a reminder of an appointment', () => {
  it.each(appointments)('$title', ({ notice, manners, now, verdict }) => {
    expect(said(decideNotice({ ...appointment, ...notice }, { ...inTokyo, ...manners }, at(now)))).toBe(verdict);
  });
});

describe('clocks that are changed', () => {
  it.each([
    // Quiet until 2:30; on 29 March 2026 the clock in Berlin goes from 2:00 to 3:00.
    ['Europe/Berlin', { from: 0, to: 150 }, '2026-03-29T00:30:00Z', 'later 2026-03-29T01:30:00.000Z'],
    // On 25 October 2026 it shows 2:10 twice, and both are quiet.
    ['Europe/Berlin', { from: 60, to: 180 }, '2026-10-25T01:10:00Z', 'later 2026-10-25T02:00:00.000Z'],
    ['America/St_Johns', { from: 1200, to: 480 }, '2026-03-08T04:00:00Z', 'later 2026-03-08T10:30:00.000Z'],
  ])('in %s end quiet hours %j by the clock on the wall', (timeZone, quiet, now, verdict) => {
    const manners = { ...inTokyo, timeZone, quiet, isRestDay: () => false };
    expect(said(decideNotice({ ...nudge, dueAt: at('2026-01-01T00:00:00Z') }, manners, at(now)))).toBe(verdict);
  });
});

describe('days of rest', () => {
  it.each([
    ['JP', '2026-05-06', true],
    ['JP', '2032-09-21', true],
    ['JP', '2026-05-07', false],
    ['DE', '2026-04-03', true],
    ['IN', '2026-01-26', true],
    ['SG', '2026-08-10', true],
    ['SA', '2026-04-03', true],
    ['SA', '2026-04-05', false],
    ['ZZ', '2026-04-04', true],
    ['ZZ', '2026-04-03', false],
  ])('in %s %s: %s', (country, day, rest) => {
    expect(isRestDay(country, day)).toBe(rest);
  });
});
