import type { LevelMark } from '../../../src/conversation/contract/reply.ts';

const squares = [1, 2, 3, 4, 5] as const;

/** Five squares, filled = have, outlined = needed and not there yet, a dot = beyond both; the same in words behind them. */
export function levelMark(level: LevelMark): string {
  const drawn = squares.map(square => {
    if (square <= (level.have ?? 0)) return '■';
    return square <= (level.needed ?? 0) ? '□' : '·';
  });
  return `${drawn.join('')} ${level.words}`;
}
