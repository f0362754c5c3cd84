import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import { byKind, shownFigures } from '../../src/domains/notifications/figures.rules.ts';
import { digestMessage, noticeMessage } from '../../src/domains/notifications/notice.reply.ts';
import type { NoticeCounts } from '../../src/domains/notifications/notifications.types.ts';
import { aKind, messageAbout } from '../support/notice-kinds.ts';

const notice = 'ntc_1';
const kind = aKind('mentoring');
const buttonsOf = (reply: ReturnType<typeof noticeMessage>) =>
  reply.blocks.flatMap(block => (block.kind === 'actions' ? block.actions : []));

describe('a message that nobody asked for', () => {
  it.each([
    [0, ['Remind me later', 'Stop this kind']],
    [2, ['Answer 1', 'Answer 2', 'Remind me later', 'Stop this kind']],
    [3, ['Answer 1', 'Answer 2', 'Answer 3', 'About this message']],
    [4, ['Answer 1', 'Answer 2', 'Answer 3', 'Answer 4']],
  ])('with %i buttons of its own has at most four, and says why it came and how to stop it', (own, labels) => {
    const reply = noticeMessage(messageAbout('x', 'en', own), { notice, kind });
    expect(buttonsOf(reply).map(({ label }) => label)).toEqual(labels);
    expect(plainText(reply)).toContain('Why you get this: You take part in mentoring.');
    expect(/Stop this kind|About this message|Write “notification settings”/.test(plainText(reply))).toBe(true);
  });

  it('shows nothing personal on a lock screen', () => {
    expect(noticeMessage(messageAbout('x'), { notice, kind }).preview).toBe('A message about your development');
    expect(noticeMessage(messageAbout('x', 'ja'), { notice, kind }).preview).toBe('Michiからのお知らせです');
  });

  it('names itself in every press, and keeps what the press carried', () => {
    const reply = noticeMessage(messageAbout('x'), { notice, kind });
    expect(buttonsOf(reply).map(({ slots }) => slots.notice)).toEqual([notice, notice, notice]);
    expect(buttonsOf(reply)[0]?.slots).toEqual({ about: 'x', notice });
  });
});

describe('a digest', () => {
  it('has a line for each, which opens it, and a snooze and a stop of its own', () => {
    const lines = ['a', 'b'].map(name => ({ notice: `ntc_${name}` as const, title: 'Kind', text: `line ${name}` }));
    const reply = digestMessage(lines, 'ntc_a', 'en');
    const items = reply.blocks.flatMap(block => (block.kind === 'list' ? block.items : []));
    expect(items.map(({ title, action }) => [title, action?.slots.notice])).toEqual([
      ['line a', 'ntc_a'],
      ['line b', 'ntc_b'],
    ]);
    expect(buttonsOf(reply).map(({ intent }) => intent)).toEqual(['snooze-notice', 'notification-settings']);
  });
});

describe('figures', () => {
  const of = (month: string, people: number, name = 'mentoring'): NoticeCounts => {
    const each = { opened: people, answered: 0, snoozed: 0, stopped: 0, failed: 0 };
    return { month, kind: name, people, sent: people, ...each };
  };

  it('of fewer than five people are in no group and in no total, so that nothing can be subtracted', () => {
    const shown = shownFigures([of('2026-04', 4), of('2026-05', 5), of('2026-06', 9)]);
    expect(shown.groups.map(({ month }) => month)).toEqual(['2026-05', '2026-06']);
    expect(shown.total?.sent).toBe(14);
    expect(shown.hidden).toBe(1);
  });

  it('are none when every group is small', () => {
    expect(shownFigures([of('2026-04', 4), of('2026-05', 4)])).toEqual({ total: null, groups: [], hidden: 2 });
    expect(byKind([of('2026-04', 4), of('2026-04', 6, 'survey')]).map(({ kind: name }) => name)).toEqual(['survey']);
  });
});
