import type { InputBlock, KnownBlock, ModalView, Option } from '@slack/types';
import { z } from 'zod';
import { actionRefSchema } from '../../../src/conversation/contract/action.ts';
import type { Field, Form } from '../../../src/conversation/contract/form.ts';
import type { Locale } from '../../../src/platform/i18n/locale.ts';
import { readingLimits, slackLimits } from '../limits.ts';
import { type SlackWords, slackMessages } from '../slack.messages.ts';
import { textBlocks, titleBlocks } from './blocks.ts';
import { plain, shortened } from './text.ts';

export const formCallback = 'michi:form';
export const noticeCallback = 'michi:notice';
const fieldPrefix = 'field:';
const valueId = 'value';

/** What a dialog carries through Slack, so that its answer can be understood by any process at any time. */
export const formMetadataSchema = z.strictObject({
  formId: z.string(),
  /** Where the form was offered and in which message. */
  address: z.string(),
  ref: z.string(),
  madeFor: z.string().nullable(),
  locale: z.enum(['ja', 'en']),
  submit: z.strictObject(actionRefSchema.shape),
  cancel: z.strictObject(actionRefSchema.shape),
});
export type FormMetadata = z.infer<typeof formMetadataSchema>;

/** A form as a dialog. What is too long for a title or a button is shortened there and stands whole in the dialog. */
export function renderForm(form: Form, metadata: Omit<FormMetadata, 'submit' | 'cancel'>): ModalView {
  const words = slackMessages[metadata.locale];
  const carried: FormMetadata = { ...metadata, submit: refOf(form.submit), cancel: refOf(form.cancel) };
  return {
    type: 'modal',
    callback_id: formCallback,
    title: plain(shortened(form.title, slackLimits.modalTitle)),
    submit: plain(shortened(form.submit.label, slackLimits.modalButton)),
    close: plain(shortened(form.cancel.label, slackLimits.modalButton)),
    notify_on_close: true,
    private_metadata: JSON.stringify(carried),
    blocks: dialogBlocks(form, words),
  };
}

/** Questions and errors always; the words that did not fit elsewhere as far as the dialog has room. */
function dialogBlocks(form: Form, words: SlackWords): KnownBlock[] {
  const { modalTitle, modalButton, blocksPerView } = slackLimits;
  const asides = new Set<KnownBlock>();
  const aside = (blocks: readonly KnownBlock[]) => {
    for (const block of blocks) asides.add(block);
    return blocks;
  };
  const blocks = [
    ...aside(wholeIfCut(form.title, modalTitle, text => titleBlocks(text))),
    ...(form.text === undefined ? [] : aside(textBlocks(form.text))),
    ...form.fields.flatMap(field => [...fieldBlocks(field, words), ...aside(cutWords(field, words))]),
    ...[form.submit.label, form.cancel.label].flatMap(label =>
      aside(wholeIfCut(label, modalButton, text => textBlocks(words.cutButton(text)))),
    ),
  ];
  let room = blocksPerView - blocks.filter(block => !asides.has(block)).length;
  return blocks.filter(block => {
    if (!asides.has(block)) return true;
    room -= 1;
    return room >= 0;
  });
}

/** The dialog after the answer was sent. */
export function renderNotice(locale: Locale, text: string): ModalView {
  const words = slackMessages[locale];
  return {
    type: 'modal',
    callback_id: noticeCallback,
    title: plain(words.formTaken),
    close: plain(words.close),
    blocks: textBlocks(text),
  };
}

/** What was filled in, by the fields' names; an option that Slack could not carry is looked up in the form. */
export function readValues(state: ViewState, form: Form | null): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(state).flatMap(([blockId, elements]) => {
      const element = elements[valueId];
      if (!blockId.startsWith(fieldPrefix) || element === undefined) return [];
      const name = blockId.slice(fieldPrefix.length);
      const option = element.selected_option?.value;
      const value = option === undefined ? element.value : optionMeant(option, form, name);
      return value === undefined || value === null ? [] : [[name, value] as const];
    }),
  );
}

export const viewStateSchema = z.record(
  z.string(),
  z.record(
    z.string(),
    z.looseObject({
      value: z.string().nullish(),
      selected_option: z.looseObject({ value: z.string() }).nullish(),
    }),
  ),
);
type ViewState = z.infer<typeof viewStateSchema>;

function refOf({ intent, slots }: { readonly intent: string; readonly slots: Readonly<Record<string, string>> }) {
  return { intent, slots: { ...slots } };
}

function wholeIfCut(text: string, max: number, draw: (text: string) => readonly KnownBlock[]): readonly KnownBlock[] {
  return text.length > max ? draw(text) : [];
}

/** The question, and right below it what is wrong with the answer. */
function fieldBlocks(field: Field, words: SlackWords): readonly KnownBlock[] {
  const input: InputBlock = {
    type: 'input',
    block_id: `${fieldPrefix}${field.name}`,
    label: plain(shortened(field.label, slackLimits.inputLabel)),
    ...(field.hint === undefined ? {} : { hint: plain(shortened(field.hint, slackLimits.inputHint)) }),
    optional: !field.required,
    element: field.kind === 'text' ? textInput(field) : choiceInput(field, words),
  };
  return [input, ...(field.error === undefined ? [] : textBlocks(`${words.attention} ${field.error}`))];
}

function cutWords(field: Field, words: SlackWords): readonly KnownBlock[] {
  const cut = field.kind === 'choice' ? field.options.filter(({ label }) => label.length > slackLimits.optionText) : [];
  return [
    ...textBlocks(cut.map(({ label }) => words.cutOption(label)).join('\n')),
    ...wholeIfCut(field.label, slackLimits.inputLabel, textBlocks),
    ...wholeIfCut(field.hint ?? '', slackLimits.inputHint, textBlocks),
  ];
}

function textInput(field: Extract<Field, { kind: 'text' }>): InputBlock['element'] {
  const maxLength = Math.max(1, Math.min(field.maxLength, slackLimits.inputMaxLength));
  const value = field.value?.slice(0, maxLength) ?? '';
  return {
    type: 'plain_text_input',
    action_id: valueId,
    multiline: field.multiline,
    max_length: maxLength,
    ...(value === '' ? {} : { initial_value: value }),
  };
}

function choiceInput(field: Extract<Field, { kind: 'choice' }>, words: SlackWords): InputBlock['element'] {
  const options = field.options.map(({ value, label }, index): Option & { text: ReturnType<typeof plain> } => ({
    text: plain(shortened(label, slackLimits.optionText)),
    value: optionValue(value, index),
  }));
  const place = field.options.findIndex(({ value }) => value === field.value);
  const chosen = options[place];
  const initial = chosen === undefined ? {} : { initial_option: chosen };
  if (options.length <= readingLimits.radioOptions && options.length > 0)
    return { type: 'radio_buttons', action_id: valueId, options, ...initial };
  const select = { type: 'static_select' as const, action_id: valueId, ...initial };
  if (options.length <= slackLimits.selectOptions) return { ...select, options };
  return { ...select, option_groups: groupsOf(options, words) };
}

function groupsOf<One extends Option>(options: readonly One[], words: SlackWords) {
  const size = slackLimits.selectOptions;
  return Array.from({ length: Math.ceil(options.length / size) }, (_, index) => {
    const members = options.slice(index * size, (index + 1) * size);
    return { label: plain(words.optionsFrom(index * size + 1, index * size + members.length)), options: members };
  });
}

/** The value itself where Slack can carry it, else its place. */
function optionValue(value: string, index: number): string {
  const carries = value.length > 0 && value.length <= slackLimits.optionValue && !value.startsWith('#');
  return carries ? value : `#${index}`;
}

function optionMeant(option: string, form: Form | null, name: string): string | undefined {
  if (!option.startsWith('#')) return option;
  const field = form?.fields.find(one => one.name === name);
  return field?.kind === 'choice' ? field.options[Number(option.slice(1))]?.value : undefined;
}
