import { Temporal } from 'temporal-polyfill';
import type { PlainDateText } from '../../../platform/time/clock.ts';

/** Japanese eras in which living people are born, with their first and last days. */
const eras: readonly (readonly [names: RegExp, first: PlainDateText, last: PlainDateText])[] = [
  [/^(?:大正|T)/u, '1912-07-30', '1926-12-24'],
  [/^(?:昭和|S)/u, '1926-12-25', '1989-01-07'],
  [/^(?:平成|H)/u, '1989-01-08', '2019-04-30'],
  [/^(?:令和|R)/u, '2019-05-01', '9999-12-31'],
];

/** Ages at which somebody may be employed; outside of it, a day is a slip of the keyboard. */
const youngest = 15;
const oldest = 100;

export type BirthDate =
  | { readonly kind: 'day'; readonly day: PlainDateText }
  | {
      readonly kind: 'refused';
      readonly reason: 'missing' | 'not-a-date' | 'outside-era' | 'in-the-future' | 'not-plausible';
    };

const refused = (reason: Extract<BirthDate, { kind: 'refused' }>['reason']): BirthDate => ({ kind: 'refused', reason });

/**
 * A birth date as files of HR systems hold it: `1980-04-01`, `1980/4/1`, `19800401`, `1980年4月1日`, and with an era `昭和55年4月1日`, `S55.4.1`,
 * `㍼55.4.1`, `平成元年1月8日`. A day that its era does not have (昭和64年1月8日) is refused rather than guessed.
 */
export function readBirthDate(text: string, today: PlainDateText): BirthDate {
  const words = text.normalize('NFKC').trim();
  if (words === '') return refused('missing');
  const era = eras.find(([names]) => names.test(words));
  const day = era === undefined ? plainDay(words) : eraDay(words, era[1]);
  if (day === null) return refused('not-a-date');
  if (era !== undefined && (day < era[1] || day > era[2])) return refused('outside-era');
  if (day > today) return refused('in-the-future');
  const years = Temporal.PlainDate.from(day).until(today, { largestUnit: 'years' }).years;
  return years < youngest || years > oldest ? refused('not-plausible') : { kind: 'day', day };
}

function plainDay(words: string): PlainDateText | null {
  const [, year, month, day] =
    /^(\d{4})(\d{2})(\d{2})$/.exec(words) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(words) ?? [];
  return dayOf(Number(year), month, day);
}

function eraDay(words: string, first: PlainDateText): PlainDateText | null {
  const [, years, month, day] =
    /^\D{1,2}?(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(words.replaceAll(/\s/g, '')) ?? [];
  const counted = years === '元' ? 1 : Number(years);
  return counted === 0 ? null : dayOf(Number(first.slice(0, 4)) - 1 + counted, month, day);
}

function dayOf(year: number, month: string | undefined, day: string | undefined): PlainDateText | null {
  if (Number.isNaN(year)) return null;
  try {
    return Temporal.PlainDate.from({ year, month: Number(month), day: Number(day) }, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
}
