import type { BarChart, Block, Cell, Fact, ListItem } from '../../../src/conversation/contract/reply.ts';
import { teamsLimits } from '../limits.ts';
import { renderAction, renderActions } from './actions.ts';
import type { CardElement, Container, FactSet, Table, TextBlock } from './card.types.ts';
import { bytesOf, inParts, isShown, line, type RenderContext } from './context.ts';
import { escapeMarkdown, escapeParagraph, pieces, shorten } from './escape.ts';
import { barText, levelText } from './level.ts';

type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

/** Each element of the result may stand in a message of its own. */
export function renderText(text: string): readonly TextBlock[] {
  return text
    .split(/\n{2,}/)
    .flatMap(paragraph => pieces(paragraph, teamsLimits.textCharacters))
    .map(escapeParagraph)
    .filter(isShown)
    .map(paragraph => ({ type: 'TextBlock', text: paragraph, wrap: true }));
}

export function renderNote({ tone, text }: Of<'note'>): readonly CardElement[] {
  const look = tone === 'info' ? ({ isSubtle: true, size: 'small' } as const) : ({} as const);
  const texts = renderText(text).map(block => ({ ...block, ...look }));
  return tone === 'info' ? texts : texts.map(block => ({ type: 'Container', style: 'attention', items: [block] }));
}

function heading(title: string | undefined): readonly TextBlock[] {
  return isShown(title) ? [line(title, { weight: 'bolder', style: 'heading' })] : [];
}

export function renderFacts({ title, facts }: Of<'facts'>): readonly CardElement[] {
  return [...heading(title), ...factSets(facts)];
}

function factSets(facts: readonly Fact[]): readonly FactSet[] {
  const short = (text: string) => escapeMarkdown(shorten(text, teamsLimits.lineCharacters));
  const drawn = facts.map(fact => ({ title: short(fact.label), value: short(fact.value) }));
  return inParts(drawn, teamsLimits.elementBytes).map(part => ({ type: 'FactSet', facts: part }));
}

/** One element a row; a row that opens something is pressed as a whole. */
export function renderList(block: Of<'list'>, context: RenderContext): readonly CardElement[] {
  return [
    ...heading(block.title),
    ...block.items.map((item, index) => row(item, block.ordered ? index + 1 : null, context)),
  ];
}

function row(item: ListItem, number: number | null, context: RenderContext): Container {
  const title = number === null ? item.title : `${number}. ${item.title}`;
  const look = item.action === undefined ? {} : ({ color: 'accent' } as const);
  const small = { size: 'small', spacing: 'none' } as const;
  return {
    type: 'Container',
    separator: true,
    spacing: 'small',
    items: [
      line(title, look),
      ...(isShown(item.badge) ? [line(item.badge, { ...small, weight: 'bolder' })] : []),
      ...(isShown(item.detail) ? [line(item.detail, { ...small, isSubtle: true })] : []),
      ...(item.level === undefined ? [] : [line(levelText(item.level), small)]),
    ],
    ...(item.action === undefined
      ? {}
      : { selectAction: renderAction({ label: item.title, action: item.action }, context) }),
  };
}

/** A card that is small stands in one frame; a large one goes on below it. */
export function renderCard(block: Of<'card'>, context: RenderContext): readonly CardElement[] {
  const items: readonly CardElement[] = [
    line(block.title, { weight: 'bolder', size: 'medium', style: 'heading' }),
    ...(isShown(block.subtitle) ? [line(block.subtitle, { isSubtle: true, spacing: 'none' })] : []),
    ...(isShown(block.text) ? renderText(block.text) : []),
    ...factSets(block.facts ?? []),
    ...renderActions(block.actions ?? [], context),
  ];
  return bytesOf(items) <= teamsLimits.elementBytes ? [{ type: 'Container', style: 'emphasis', items }] : items;
}

/** Teams has no picture that is read aloud and drawn in both themes: bars are squares with their figures in words. */
export function renderChart(chart: BarChart, { words }: RenderContext): readonly CardElement[] {
  const squares = Math.max(1, Math.min(Math.ceil(chart.max), teamsLimits.barSquares));
  const facts = chart.rows.map(({ label, value, needed }) => {
    const bar = barText(value, needed ?? 0, chart.max, squares);
    const said = `${chart.valueLabel} ${words.barOf(value, chart.max)}`;
    const wanted = needed === undefined ? '' : `, ${words.barNeeded(chart.neededLabel ?? '', needed).trim()}`;
    return { label, value: `${bar} ${said}${wanted}` };
  });
  return [...heading(chart.title), ...factSets(facts)];
}

/** A table that is cut has its head again, so that each part can be read alone. */
export function renderTable({ caption, columns, rows }: Of<'table'>): readonly CardElement[] {
  const head = tableRow(columns.map(text => ({ text })));
  const parts = inParts(
    rows.map(cells => tableRow(fitted(cells, columns.length))),
    teamsLimits.elementBytes,
  );
  const tables = (parts.length === 0 ? [[]] : parts).map(
    (part): Table => ({
      type: 'Table',
      firstRowAsHeaders: true,
      showGridLines: false,
      columns: columns.map(() => ({ width: 1 })),
      rows: [head, ...part],
    }),
  );
  return [...heading(caption), ...(columns.length === 0 ? [] : tables)];
}

function fitted(cells: readonly Cell[], count: number): readonly Cell[] {
  return Array.from({ length: Math.max(count, cells.length) }, (_, index) => cells[index] ?? { text: '' });
}

function tableRow(cells: readonly Cell[]): Table['rows'][number] {
  return { type: 'TableRow', cells: cells.map(cell => ({ type: 'TableCell', items: cellLines(cell) })) };
}

function cellLines({ text, level }: Cell): readonly TextBlock[] {
  const texts = [text, level === undefined ? '' : levelText(level)].filter(isShown);
  // A cell needs an element, and an element a character.
  return (texts.length === 0 ? ['–'] : texts).map(one => line(one));
}
