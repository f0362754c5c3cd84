import type { Field } from './form.ts';
import type { Block, Fact, LevelMark, ListItem, Reply } from './reply.ts';

/** The whole reply as text that stands alone: for screen readers, previews of adapters that know nothing better, logs of tests. */
export function plainText(reply: Reply): string {
  return reply.blocks
    .map(blockText)
    .filter(text => text !== '')
    .join('\n\n');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
    case 'note':
      return block.text;
    case 'facts':
      return lines([block.title, ...block.facts.map(factText)]);
    case 'list':
      return lines([
        block.title,
        ...block.items.map((item, index) => itemText(item, block.ordered ? `${index + 1}. ` : '- ')),
      ]);
    case 'card':
      return lines([
        block.title,
        block.subtitle,
        block.text,
        ...(block.facts ?? []).map(factText),
        ...labels(block.actions ?? []),
      ]);
    case 'chart':
      return lines([block.chart.title, ...block.chart.rows.map(chartRowText)]);
    case 'table':
      return lines([
        block.caption,
        block.columns.join(' | '),
        ...block.rows.map(row => row.map(cell => withLevel(cell.text, cell.level)).join(' | ')),
      ]);
    case 'actions':
      return lines(labels(block.actions));
    case 'form':
      return lines([
        block.form.title,
        block.form.text,
        ...block.form.fields.map(fieldText),
        ...labels([block.form.submit, block.form.cancel]),
      ]);
  }
}

function itemText(item: ListItem, mark: string): string {
  const badge = item.badge === undefined ? '' : ` [${item.badge}]`;
  const detail = item.detail === undefined ? '' : `: ${item.detail}`;
  return withLevel(`${mark}${item.title}${badge}${detail}`, item.level);
}

function withLevel(text: string, level: LevelMark | undefined): string {
  return level === undefined ? text : `${text} (${level.words})`;
}

function factText({ label, value }: Fact): string {
  return `${label}: ${value}`;
}

function chartRowText({
  label,
  value,
  needed,
}: {
  readonly label: string;
  readonly value: number;
  readonly needed?: number;
}): string {
  return needed === undefined ? `${label}: ${value}` : `${label}: ${value} / ${needed}`;
}

function fieldText(field: Field): string {
  const options = field.kind === 'choice' ? ` (${field.options.map(option => option.label).join(' / ')})` : '';
  return lines([`${field.label}${options}`, field.error]);
}

function labels(actions: readonly { readonly label: string }[]): readonly string[] {
  return actions.map(({ label }) => `[${label}]`);
}

function lines(parts: readonly (string | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join('\n');
}
