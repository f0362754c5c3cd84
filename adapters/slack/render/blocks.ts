import type { ActionsBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { Action } from '../../../src/conversation/contract/action.ts';
import type { Form } from '../../../src/conversation/contract/form.ts';
import type { Block, Fact, ListItem } from '../../../src/conversation/contract/reply.ts';
import { unreachable } from '../../../src/platform/errors/app-error.ts';
import { slackLimits } from '../limits.ts';
import { chartBlocks } from './chart.ts';
import type { Blocks, RenderContext } from './context.ts';
import { levelMark } from './level.ts';
import { actionValue, button, formValue, pressButton } from './press.ts';
import { tableBlocks } from './table.ts';
import { bold, escaped, marked, pieces, plain } from './text.ts';

const escapedLength = (text: string) => bold(text).length;

/** One block of the contract as blocks of Slack; nothing of it is left out. */
export function renderBlock(block: Block, context: RenderContext): Blocks {
  switch (block.kind) {
    case 'text':
      return textBlocks(block.text);
    case 'note':
      return noteBlocks(block.tone, block.text, context);
    case 'facts':
      return [...titleBlocks(block.title), ...factBlocks(block.facts)];
    case 'list':
      return [...titleBlocks(block.title), ...listBlocks(block.items, block.ordered, context)];
    case 'card':
      return cardBlocks(block, context);
    case 'chart':
      return [...titleBlocks(block.chart.title), ...chartBlocks(block.chart, context.pictures.get(block.chart))];
    case 'table':
      return [...titleBlocks(block.caption), ...tableBlocks(block, context)];
    case 'actions':
      return actionBlocks(block.actions, context);
    case 'form':
      return formBlocks(block.form, context);
    default:
      return unreachable(block);
  }
}

export function textBlocks(text: string): SectionBlock[] {
  return pieces(text, slackLimits.sectionText).map(piece => ({ type: 'section', text: plain(piece), expand: true }));
}

export function titleBlocks(title: string | undefined): SectionBlock[] {
  if (title === undefined) return [];
  return pieces(title, slackLimits.sectionText, escapedLength).map(piece => ({
    type: 'section',
    text: marked(bold(piece)),
  }));
}

function noteBlocks(tone: 'info' | 'attention', text: string, { words }: RenderContext): Blocks {
  if (tone === 'attention') return textBlocks(`${words.attention} ${text}`);
  return pieces(text, slackLimits.textObject).map(piece => ({ type: 'context', elements: [plain(piece)] }));
}

/** Two columns of pairs; a pair that is too long for a column stands alone. */
function factBlocks(facts: readonly Fact[]): Blocks {
  const blocks: KnownBlock[] = [];
  let fields: string[] = [];
  const flush = () => {
    if (fields.length > 0) blocks.push({ type: 'section', fields: fields.map(marked) });
    fields = [];
  };
  for (const { label, value } of facts) {
    const text = `${bold(label)}\n${escaped(value)}`;
    if (text.length > slackLimits.fieldText) {
      flush();
      blocks.push(...titleBlocks(label), ...textBlocks(value));
      continue;
    }
    fields.push(text);
    if (fields.length === slackLimits.fieldsPerSection) flush();
  }
  flush();
  return blocks;
}

/** A row that opens something is a section with its button; the others stand together. */
function listBlocks(items: readonly ListItem[], ordered: boolean, context: RenderContext): Blocks {
  const blocks: KnownBlock[] = [];
  let together: string[] = [];
  const flush = () => {
    if (together.length > 0) blocks.push({ type: 'section', text: marked(together.join('\n')) });
    together = [];
  };
  for (const [index, item] of items.entries()) {
    const number = ordered ? `${index + 1}. ` : '';
    const row = rowText(item, number);
    const standsAlone = item.action !== undefined || row.length > slackLimits.sectionText;
    if (standsAlone || [...together, row].join('\n').length > slackLimits.sectionText) flush();
    if (standsAlone) blocks.push(...rowBlocks(item, row, number, context));
    else together.push(row);
  }
  flush();
  return blocks;
}

function rowText(item: ListItem, number: string): string {
  const aside = [item.level === undefined ? '' : levelMark(item.level), item.badge === undefined ? '' : item.badge]
    .filter(part => part !== '')
    .map(escaped);
  const head = [`${number}${bold(item.title)}`, ...aside].join('  ');
  return item.detail === undefined ? head : `${head}\n${escaped(item.detail)}`;
}

function rowBlocks(item: ListItem, row: string, number: string, context: RenderContext): Blocks {
  const opener =
    item.action === undefined
      ? {}
      : {
          accessory: button(
            { label: context.words.open },
            actionValue(item.action, context.madeFor),
            0,
            context.words.openOf(item.title),
          ),
        };
  if (row.length <= slackLimits.sectionText) return [{ type: 'section', text: marked(row), ...opener }];
  // Too long for one section: the title carries the button, the rest follows as it stands.
  const whole = [
    `${number}${item.title}`,
    item.level === undefined ? '' : levelMark(item.level),
    item.badge,
    item.detail,
  ]
    .filter(part => part !== undefined && part !== '')
    .join('\n');
  const [first, ...rest] = textBlocks(whole);
  return first === undefined ? [] : [{ ...first, ...opener }, ...rest];
}

function cardBlocks(card: Extract<Block, { kind: 'card' }>, context: RenderContext): Blocks {
  const subtitle = card.subtitle === undefined ? '' : `\n${escaped(card.subtitle)}`;
  const head = `${bold(card.title)}${subtitle}`;
  return [
    ...(head.length <= slackLimits.sectionText
      ? [{ type: 'section' as const, text: marked(head) }]
      : [...titleBlocks(card.title), ...textBlocks(card.subtitle ?? '')]),
    ...(card.text === undefined ? [] : textBlocks(card.text)),
    ...factBlocks(card.facts ?? []),
    ...actionBlocks(card.actions ?? [], context),
  ];
}

/** The primary action first, the others in the order of the reply. One whose words do not fit on a button gets a row of its own. */
function actionBlocks(actions: readonly Action[], context: RenderContext): Blocks {
  const ordered = [...actions].sort((a, b) => Number(b.style === 'primary') - Number(a.style === 'primary'));
  const blocks: KnownBlock[] = [];
  let row: ActionsBlock['elements'] = [];
  const flush = () => {
    if (row.length > 0) blocks.push({ type: 'actions', elements: row });
    row = [];
  };
  for (const action of ordered) {
    if (action.label.length > slackLimits.buttonText) {
      flush();
      blocks.push(...longAction(action, context));
      continue;
    }
    row.push(pressButton(action, row.length, context));
    if (row.length === slackLimits.actionsPerBlock) flush();
  }
  flush();
  return blocks;
}

function longAction(action: Action, context: RenderContext): Blocks {
  const [first, ...rest] = textBlocks(action.label);
  const opener = button(
    { ...action, label: context.words.open },
    actionValue(action, context.madeFor),
    0,
    action.label,
  );
  return first === undefined ? [] : [{ ...first, accessory: opener }, ...rest];
}

/** Slack shows a form in a dialog, and only a press may open one: the message says what it is about and carries the two ways on. */
function formBlocks(form: Form, context: RenderContext): Blocks {
  const formId = context.keepForm(form);
  const errors = form.fields.flatMap(field => (field.error === undefined ? [] : [`${field.label}: ${field.error}`]));
  return [
    ...titleBlocks(form.title),
    ...(form.text === undefined ? [] : textBlocks(form.text)),
    ...errors.flatMap(error => noteBlocks('attention', error, context)),
    {
      type: 'actions',
      elements: [
        button({ label: context.words.fillIn, style: 'primary' }, formValue(formId, context), 0),
        button(form.cancel, actionValue(form.cancel, context.madeFor), 1, form.cancel.label),
      ],
    },
  ];
}
