import type { LevelMark } from '../../../src/conversation/contract/reply.ts';

const squares = [1, 2, 3, 4, 5] as const;

/** Five squares (■ have, □ needed and not there yet, · beyond both) with the same in words, which screen readers read. */
export function levelText(level: LevelMark): string {
  const drawn = squares.map(square => mark(square, level)).join('');
  return level.words.trim() === '' ? drawn : `${drawn} ${level.words}`;
}

function mark(square: number, { have, needed }: LevelMark): string {
  if (square <= (have ?? 0)) return '■';
  return square <= (needed ?? 0) ? '□' : '·';
}

/** A bar of at most `count` squares: filled up to the value, outlined up to what is needed. */
export function barText(value: number, needed: number, max: number, count: number): string {
  const scale = (amount: number) => (max > 0 ? Math.round((Math.min(Math.max(amount, 0), max) / max) * count) : 0);
  const [filled, wanted] = [scale(value), scale(needed)];
  const outlined = Math.max(0, wanted - filled);
  return `${'■'.repeat(filled)}${'□'.repeat(outlined)}${'·'.repeat(count - filled - outlined)}`;
}
