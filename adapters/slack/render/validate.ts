import { AppError } from '../../../src/platform/errors/app-error.ts';
import { slackLimits as max } from '../limits.ts';

/** Where a payload breaks a limit, as `blocks.3.text`, and which one. Never what it says. */
export interface PayloadFault {
  readonly path: string;
  readonly rule: string;
}

type Json = Readonly<Record<string, unknown>>;
type Check = (node: Json, path: string, faults: PayloadFault[]) => void;

/** @throws AppError `slack.payload-invalid` naming the first fault, before Slack would refuse it */
export function assertMessage(blocks: readonly object[], text: string): void {
  report(validateMessage(blocks, text));
}

/** @throws AppError `slack.payload-invalid` */
export function assertView(view: object): void {
  report(validateView(view));
}

function report([fault]: readonly PayloadFault[]): void {
  if (fault !== undefined) throw new AppError('slack.payload-invalid', { detail: { ...fault } });
}

/** Everything that Slack would refuse in a message. */
export function validateMessage(blocks: readonly object[], text: string): readonly PayloadFault[] {
  const faults: PayloadFault[] = [];
  length(text, 'text', max.messageText, faults);
  atMost(blocks, 'blocks', max.blocksPerMessage, faults);
  const tables = blocks.filter(block => 'type' in block && block.type === 'table');
  if (tables.length > max.tablesPerMessage) faults.push({ path: 'blocks', rule: 'one table' });
  checkBlocks(blocks, 'blocks', messageBlocks, faults);
  return faults;
}

/** Everything that Slack would refuse in a dialog or a home. */
export function validateView(view: object): readonly PayloadFault[] {
  const faults: PayloadFault[] = [];
  const { type, title, submit, close, private_metadata, callback_id, blocks } = view as Json; // read field by field below
  if (type !== 'modal' && type !== 'home') faults.push({ path: 'type', rule: 'modal or home' });
  if (type === 'modal') plainText(title, 'title', max.modalTitle, faults);
  for (const [name, button] of Object.entries({ submit, close }))
    if (button !== undefined) plainText(button, name, max.modalButton, faults);
  length(private_metadata ?? '', 'private_metadata', max.privateMetadata, faults);
  length(callback_id ?? '', 'callback_id', max.callbackId, faults);
  const all = listOf(blocks);
  atMost(all, 'blocks', max.blocksPerView, faults);
  if (all.some(block => isJson(block) && block.type === 'input') && type === 'modal' && submit === undefined)
    faults.push({ path: 'submit', rule: 'needed with inputs' });
  checkBlocks(all, 'blocks', type === 'modal' ? modalBlocks : homeBlocks, faults);
  return faults;
}

function checkBlocks(
  blocks: readonly unknown[],
  path: string,
  kinds: Readonly<Record<string, Check>>,
  faults: PayloadFault[],
): void {
  const ids = new Set<unknown>();
  for (const [index, block] of blocks.entries()) {
    const at = `${path}.${index}`;
    const check = isJson(block) ? kinds[String(block.type)] : undefined;
    if (!isJson(block) || check === undefined) {
      faults.push({ path: at, rule: 'known block' });
      continue;
    }
    if (block.block_id !== undefined) {
      length(block.block_id, `${at}.block_id`, max.blockId, faults);
      if (ids.has(block.block_id)) faults.push({ path: `${at}.block_id`, rule: 'unique' });
      ids.add(block.block_id);
    }
    check(block, at, faults);
  }
}

const section: Check = (node, path, faults) => {
  if (node.text === undefined && node.fields === undefined) faults.push({ path, rule: 'text or fields' });
  if (node.text !== undefined) textObject(node.text, `${path}.text`, max.sectionText, faults);
  const fields = listOf(node.fields);
  atMost(fields, `${path}.fields`, max.fieldsPerSection, faults);
  for (const [index, field] of fields.entries()) textObject(field, `${path}.fields.${index}`, max.fieldText, faults);
  if (node.accessory !== undefined) element(node.accessory, `${path}.accessory`, faults);
};

const header: Check = (node, path, faults) => plainText(node.text, `${path}.text`, max.headerText, faults);

const context: Check = (node, path, faults) => {
  const elements = listOf(node.elements);
  between(elements, `${path}.elements`, max.contextElements, faults);
  for (const [index, one] of elements.entries()) textObject(one, `${path}.elements.${index}`, max.textObject, faults);
};

const actions: Check = (node, path, faults) => {
  const elements = listOf(node.elements);
  between(elements, `${path}.elements`, max.actionsPerBlock, faults);
  for (const [index, one] of elements.entries()) element(one, `${path}.elements.${index}`, faults);
  const ids = elements.map(one => (isJson(one) ? one.action_id : null));
  if (new Set(ids).size !== ids.length) faults.push({ path: `${path}.elements`, rule: 'action_id unique' });
};

const input: Check = (node, path, faults) => {
  plainText(node.label, `${path}.label`, max.inputLabel, faults);
  if (node.hint !== undefined) plainText(node.hint, `${path}.hint`, max.inputHint, faults);
  element(node.element, `${path}.element`, faults);
};

const table: Check = (node, path, faults) => {
  const rows = listOf(node.rows).map(listOf);
  between(rows, `${path}.rows`, max.tableRows, faults);
  const cells = rows.flat();
  if (rows.some(row => row.length === 0 || row.length > max.tableColumns))
    faults.push({ path: `${path}.rows`, rule: `1 to ${max.tableColumns} cells` });
  const texts = cells.map(cell => (isJson(cell) && typeof cell.text === 'string' ? cell.text : ''));
  if (texts.some(text => text === '')) faults.push({ path: `${path}.rows`, rule: 'no empty cell' });
  length(texts.join(''), `${path}.rows`, max.tableCharacters, faults);
};

const image: Check = (node, path, faults) => {
  length(node.alt_text, `${path}.alt_text`, max.altText, faults);
  const file = isJson(node.slack_file) ? String(node.slack_file.id) : '';
  if (!/^F[A-Z0-9]+$/.test(file)) faults.push({ path: `${path}.slack_file`, rule: 'a file of Slack' });
};

const homeBlocks = { section, header, context, actions, input, divider: () => undefined } as const;
const modalBlocks = homeBlocks;
const messageBlocks = { ...homeBlocks, table, image } as const;

function element(node: unknown, path: string, faults: PayloadFault[]): void {
  const check = isJson(node) ? elements[String(node.type)] : undefined;
  if (!isJson(node) || check === undefined) {
    faults.push({ path, rule: 'known element' });
    return;
  }
  if (typeof node.action_id !== 'string' || node.action_id === '') faults.push({ path, rule: 'action_id' });
  length(node.action_id ?? '', `${path}.action_id`, max.actionId, faults);
  check(node, path, faults);
}

const button: Check = (node, path, faults) => {
  plainText(node.text, `${path}.text`, max.buttonText, faults);
  length(node.value ?? '', `${path}.value`, max.buttonValue, faults);
  length(node.url ?? '', `${path}.url`, max.buttonUrl, faults);
  length(node.accessibility_label ?? '', `${path}.accessibility_label`, max.accessibilityLabel, faults);
};

const textInput: Check = (node, path, faults) => {
  const most = Number(node.max_length);
  if (!(most >= 1 && most <= max.inputMaxLength)) faults.push({ path, rule: `max_length 1 to ${max.inputMaxLength}` });
  length(node.initial_value ?? '', `${path}.initial_value`, most, faults);
};

const radios: Check = (node, path, faults) => options(node.options, `${path}.options`, max.radioOptions, faults);

const select: Check = (node, path, faults) => {
  if (node.option_groups === undefined) {
    options(node.options, `${path}.options`, max.selectOptions, faults);
    return;
  }
  const groups = listOf(node.option_groups);
  between(groups, `${path}.option_groups`, max.optionGroups, faults);
  for (const [index, group] of groups.entries()) {
    const at = `${path}.option_groups.${index}`;
    if (!isJson(group)) continue;
    plainText(group.label, `${at}.label`, max.optionGroupLabel, faults);
    options(group.options, `${at}.options`, max.selectOptions, faults);
  }
};

const elements: Readonly<Record<string, Check>> = {
  button,
  plain_text_input: textInput,
  radio_buttons: radios,
  static_select: select,
};

function options(node: unknown, path: string, most: number, faults: PayloadFault[]): void {
  const all = listOf(node);
  between(all, path, most, faults);
  for (const [index, option] of all.entries()) {
    if (!isJson(option)) continue;
    plainText(option.text, `${path}.${index}.text`, max.optionText, faults);
    length(option.value, `${path}.${index}.value`, max.optionValue, faults);
  }
}

function textObject(node: unknown, path: string, most: number, faults: PayloadFault[]): void {
  if (!isJson(node) || !['plain_text', 'mrkdwn'].includes(String(node.type)))
    faults.push({ path, rule: 'text object' });
  else if (typeof node.text !== 'string' || node.text.trim() === '') faults.push({ path, rule: 'text is not empty' });
  else length(node.text, path, most, faults);
}

function plainText(node: unknown, path: string, most: number, faults: PayloadFault[]): void {
  if (isJson(node) && node.type !== 'plain_text') faults.push({ path, rule: 'plain text' });
  textObject(node, path, most, faults);
}

function length(value: unknown, path: string, most: number, faults: PayloadFault[]): void {
  if (typeof value !== 'string' || value.length > most) faults.push({ path, rule: `text of at most ${most}` });
}

function atMost(list: readonly unknown[], path: string, most: number, faults: PayloadFault[]): void {
  if (list.length > most) faults.push({ path, rule: `at most ${most}` });
}

function between(list: readonly unknown[], path: string, most: number, faults: PayloadFault[]): void {
  if (list.length === 0) faults.push({ path, rule: 'not empty' });
  atMost(list, path, most, faults);
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
