import type { Block, Cell } from '../../../src/conversation/contract/reply.ts';
import { webLimits } from '../limits.ts';
import type { RenderContext } from './context.ts';
import { type Element, element } from './element.ts';
import { fold, splitAt } from './fold.ts';
import { renderLevel } from './level.ts';

type TableBlock = Extract<Block, { kind: 'table' }>;

/** A wide table scrolls inside its own region, so that the page never does; the region can be reached by keyboard. */
export function renderTable(table: TableBlock, context: RenderContext, place: number): Element {
  const [shown, folded] = splitAt(table.rows, webLimits.tableRows);
  const region = (rows: readonly (readonly Cell[])[], part: string) => {
    const captionId = `${context.scope}-${place}-${part}`;
    return element(
      'div',
      { class: 'table', role: 'region', tabIndex: 0, 'aria-labelledby': captionId },
      element(
        'table',
        null,
        element('caption', { id: captionId }, table.caption),
        head(table.columns),
        element('tbody', null, rows.map(bodyRow)),
      ),
    );
  };
  return element(
    'div',
    null,
    region(shown, 'first'),
    folded.length === 0 ? null : fold(context.words.moreItems(folded.length), region(folded, 'rest')),
  );
}

function head(columns: readonly string[]): Element {
  return element(
    'thead',
    null,
    element(
      'tr',
      null,
      columns.map(column => element('th', { scope: 'col' }, column)),
    ),
  );
}

function bodyRow(cells: readonly Cell[]): Element {
  return element(
    'tr',
    null,
    cells.map((cell, index) =>
      element(index === 0 ? 'th' : 'td', index === 0 ? { scope: 'row' } : null, cellContent(cell)),
    ),
  );
}

function cellContent(cell: Cell): Element {
  return element(
    'span',
    { class: 'cell', dir: 'auto' },
    cell.text,
    cell.level === undefined ? null : renderLevel(cell.level),
  );
}
