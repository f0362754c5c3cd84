import { countOf, formatNumber } from '../../platform/i18n/format.ts';
import type { Messages } from '../../platform/i18n/messages.ts';

const n = formatNumber;
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const ja = {
  figures: {
    none: 'まだ、お見せできる数字がありません。5人以上の1on1が行われた月から表示します。',
    headline: (month: string, share: string, held: number, due: number) =>
      `${month}は、予定された1on1 ${n(due)}回のうち${n(held)}回、${share}が実施されました。`,
    chart: '月ごとの実施率',
    share: '実施率（%）',
    divisions: (month: string) => `${month}の部門別`,
    columns: ['部門', '実施', '予定', '実施率'],
    month: (year: number, month: number) => `${year}年${month}月`,
    hidden: (count: number) => `5人未満か、ほかの数字から分かってしまう${n(count)}部門は示していません。`,
    note: '事前に休みにした回は数えません。1週間たっても記録がない回は、実施されなかったものとして数えます。誰との1on1かは、人事には見えません。',
  },
  notices: {
    points: {
      title: '1on1の準備のお知らせ',
      why: '1on1の予定があるためです。',
      head: (name: string, when: string) => `${name}との1on1が、${when}にあります。`,
      since: (day: string, fresh: number, carried: number) =>
        `前回（${day}）のあとに加わったのは${n(fresh)}件、持ち越しは${n(carried)}件です。`,
      line: (name: string, when: string) => `${name}との1on1（${when}）`,
    },
    close: {
      title: '1on1の結果の確認',
      why: '1on1が終わったためです。',
      line: (name: string, when: string) => `${name}との1on1（${when}）の結果`,
    },
    changed: {
      title: '1on1の予定の変更',
      why: '1on1の予定が変わったためです。',
      skipped: (name: string, when: string) => `${name}との${when}の1on1は休みになりました。`,
      planned: (name: string, when: string) => `${name}との1on1は、${when}です。`,
      active: (name: string, rhythm: string, when: string) => `${name}との1on1は${rhythm}、次回は${when}です。`,
      paused: (name: string, day: string) => `${name}との1on1は、${day}まで休止になりました。`,
      ended: (name: string) => `${name}との1on1は終了しました。`,
    },
  },
};

const en: typeof ja = {
  figures: {
    none: 'There are no figures to show yet. They appear with the first month in which five people had one-on-ones.',
    headline: (month, share, held, due) =>
      `In ${month}, ${share} of the one-on-ones took place (${n(held)} of ${n(due)}).`,
    chart: 'Share that took place, by month',
    share: 'took place (%)',
    divisions: month => `By division, ${month}`,
    columns: ['Division', 'Took place', 'Due', 'Share'],
    month: (year, month) => `${monthNames[month - 1] ?? ''} ${year}`,
    hidden: count =>
      `${countOf(count, 'division')} with fewer than five people, or that the other figures would give away, not shown.`,
    note: 'What was skipped beforehand isn’t counted. What nobody recorded within a week counts as not having taken place. HR never sees whose one-on-one it was.',
  },
  notices: {
    points: {
      title: 'Reminders of one-on-ones',
      why: 'You have a one-on-one coming up.',
      head: (name, when) => `Your one-on-one with ${name} is on ${when}.`,
      since: (day, fresh, carried) =>
        `Since last time (${day}): ${countOf(fresh, 'new point')}, ${n(carried)} carried over.`,
      line: (name, when) => `One-on-one with ${name}, ${when}`,
    },
    close: {
      title: 'What became of one-on-ones',
      why: 'A one-on-one of yours is over.',
      line: (name, when) => `What became of the one-on-one with ${name}, ${when}`,
    },
    changed: {
      title: 'Changes of one-on-ones',
      why: 'A one-on-one of yours has changed.',
      skipped: (name, when) => `The one-on-one with ${name} on ${when} is skipped.`,
      planned: (name, when) => `Your one-on-one with ${name} is on ${when}.`,
      active: (name, rhythm, when) => `One-on-ones with ${name}: ${rhythm}, next on ${when}.`,
      paused: (name, day) => `The one-on-ones with ${name} are paused until ${day}.`,
      ended: name => `The one-on-ones with ${name} have ended.`,
    },
  },
};

/** What is told uninvited, and what HR sees. */
export const noticesMessages: Messages<typeof ja> = { ja, en };
