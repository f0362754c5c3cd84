import type { TableBlock } from '@slack/types';
import type { Block, Cell } from '../../../src/conversation/contract/reply.ts';
import { readingLimits, slackLimits } from '../limits.ts';
import type { Blocks, RenderContext } from './context.ts';
import { levelMark } from './level.ts';
import { bold, escaped, marked, pieces, plain } from './text.ts';

type Table = Extract<Block, { kind: 'table' }>;

/** Slack's own table where it can hold the cells; further rows are another table, which the message's parts keep apart. */
export function tableBlocks(table: Table, { surface }: RenderContext): Blocks {
  const rows = table.rows.map(row => row.map(cellText));
  const fits =
    surface === 'message' &&
    table.columns.length <= slackLimits.tableColumns &&
    [table.columns, ...rows].every(row => row.every(cell => cell.length <= readingLimits.tableCell));
  return fits ? rowGroups(table.columns, rows).map(group => nativeTable([table.columns, ...group])) : asText(table);
}

function nativeTable(rows: readonly (readonly string[])[]): TableBlock {
  // A cell must not be empty.
  return {
    type: 'table',
    rows: rows.map(row => row.map(text => ({ type: 'raw_text', text: text === '' ? '–' : text }))),
  };
}

function rowGroups(columns: readonly string[], rows: readonly (readonly string[])[]): (readonly string[])[][] {
  const lengthOf = (row: readonly string[]) => row.reduce((sum, cell) => sum + cell.length, 0);
  const groups: (readonly string[])[][] = [[]];
  let characters = lengthOf(columns);
  for (const row of rows) {
    const last = groups.at(-1) ?? [];
    const full = last.length + 1 >= slackLimits.tableRows || characters + lengthOf(row) > readingLimits.tableCharacters;
    if (full && last.length > 0) {
      groups.push([row]);
      characters = lengthOf(columns) + lengthOf(row);
    } else {
      last.push(row);
      characters += lengthOf(row);
    }
  }
  return groups;
}

function cellText(cell: Cell): string {
  return [cell.text, cell.level === undefined ? '' : levelMark(cell.level)].filter(part => part !== '').join(' ');
}

/** Row by row, each cell behind the name of its column. */
function asText(table: Table): Blocks {
  return table.rows.flatMap((row): Blocks => {
    const lines = row.map((cell, index) => [table.columns[index] ?? '', cellText(cell)] as const);
    const text = lines.map(([column, cell]) => `${bold(column)}  ${escaped(cell)}`).join('\n');
    if (text.length <= slackLimits.sectionText) return [{ type: 'section', text: marked(text) }];
    const whole = lines.map(([column, cell]) => `${column}: ${cell}`).join('\n');
    return pieces(whole, slackLimits.sectionText).map(piece => ({ type: 'section', text: plain(piece) }));
  });
}
