import type { LevelMark } from '../../../src/conversation/contract/reply.ts';
import { type Element, element } from './element.ts';

const squares = [1, 2, 3, 4, 5] as const;

/** Five small squares: filled = have, outlined = needed and not there yet, faint = beyond both. */
export function renderLevel(level: LevelMark): Element {
  return element(
    'span',
    { class: 'level', role: 'img', 'aria-label': level.words },
    ...squares.map(square => element('span', { class: squareClass(square, level) })),
  );
}

function squareClass(square: number, level: LevelMark): string {
  if (square <= (level.have ?? 0)) return 'have';
  if (square <= (level.needed ?? 0)) return 'needed';
  return 'beyond';
}
