import type { LevelMark } from '../../../src/conversation/contract/reply.ts';
import type { WebWords } from '../web.messages.ts';
import { type Element, element } from './element.ts';

const squares = [1, 2, 3, 4, 5] as const;

/** Five small squares: filled = have, outlined = needed and not there yet, faint = beyond both. */
export function renderLevel(level: LevelMark): Element {
  return element(
    'span',
    { class: 'level', role: 'img', 'aria-label': level.words, title: level.words },
    ...squares.map(square => element('span', { class: squareClass(square, level) })),
  );
}

function squareClass(square: number, level: LevelMark): string {
  if (square <= (level.have ?? 0)) return 'have';
  if (square <= (level.needed ?? 0)) return 'needed';
  return 'beyond';
}

/** What the two kinds of squares mean, for those who see them; the marks say it in words to all others. */
export function renderLegend(levels: readonly LevelMark[], words: WebWords): Element {
  const anyHave = levels.some(level => level.have !== null);
  const anyNeeded = levels.some(level => level.needed !== null);
  return element(
    'p',
    { class: 'legend', 'aria-hidden': 'true' },
    anyHave
      ? element('span', null, element('span', { class: 'level' }, element('span', { class: 'have' })), words.levelHave)
      : null,
    anyNeeded
      ? element(
          'span',
          null,
          element('span', { class: 'level' }, element('span', { class: 'needed' })),
          words.levelNeeded,
        )
      : null,
  );
}
