import pg from 'pg';
import { AppError } from '../errors/app-error.ts';

/**
 * How columns arrive: `int8` (every `count(*)`) as a number, refused with `AppError('db.unsafe-integer')` beyond 2^53 − 1 instead of being
 * rounded; `date` as the text `2026-04-01`, because a calendar day has no zone; `timestamptz` as `Date`; `numeric` as text; json parsed.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) {
      return safeInteger;
    }
    if (oid === pg.types.builtins.DATE) {
      return (text: string) => text;
    }
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
    // pg overloads this function by format; the three branches above cover both of its forms.
  }) as pg.CustomTypesConfig['getTypeParser'],
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new AppError('db.unsafe-integer');
  }
  return value;
}
