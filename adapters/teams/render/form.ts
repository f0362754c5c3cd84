import type { Field, Form } from '../../../src/conversation/contract/form.ts';
import { teamsLimits } from '../limits.ts';
import { renderAction, renderDialogOpener } from './actions.ts';
import { renderText } from './blocks.ts';
import type { CardElement, ChoiceInput, Container, TextInput } from './card.types.ts';
import { isShown, line, type RenderContext } from './context.ts';
import { oneLine, shorten } from './escape.ts';
import { keptFormId, opensDialog } from './kept-form.ts';

/**
 * A form is one element: its inputs and the button that sends them must be in the same card. Required fields are checked by the client, all
 * else by the server, and the form then comes back with its errors in place. A longer form opens in a dialog.
 */
export function renderForm(form: Form, context: RenderContext, place: number): Container {
  const items = opensDialog(form) ? dialogOffer(form, context) : inlineForm(form, context, `f${place}:`);
  const head = [
    line(form.title, { weight: 'bolder', size: 'medium', style: 'heading' }),
    ...(isShown(form.text) ? renderText(form.text) : []),
  ];
  return { type: 'Container', style: 'emphasis', items: [...head, ...items] };
}

/** What the form is about, what was wrong with it, and the two ways on. */
function dialogOffer(form: Form, context: RenderContext): readonly CardElement[] {
  const { locale, madeFor, words } = context;
  const errors = form.fields.flatMap(({ label, error }) => (isShown(error) ? [`${label}: ${error}`] : []));
  return [
    ...errors.map(error => line(error, { size: 'small', color: 'attention' })),
    {
      type: 'ActionSet',
      actions: [
        renderDialogOpener(words.fillIn, keptFormId({ form, locale, madeFor })),
        renderAction({ label: form.cancel.label, action: form.cancel }, context),
      ],
    },
  ];
}

function inlineForm(form: Form, context: RenderContext, prefix: string): readonly CardElement[] {
  return [
    ...form.fields.flatMap(field => renderField(field, `${prefix}${field.name}`, context)),
    {
      type: 'ActionSet',
      actions: [
        renderAction({ label: form.submit.label, action: form.submit, primary: true, form: prefix }, context),
        renderAction({ label: form.cancel.label, action: form.cancel }, context),
      ],
    },
  ];
}

/** The values of a form out of what a press carried; everything else in it is left alone. */
export function formValues(data: Readonly<Record<string, unknown>>, prefix: string): Readonly<Record<string, string>> {
  const own = Object.entries(data).filter(([id, value]) => id.startsWith(prefix) && typeof value === 'string');
  return Object.fromEntries(own.map(([id, value]) => [id.slice(prefix.length), String(value)]));
}

export function renderField(field: Field, id: string, context: RenderContext): readonly CardElement[] {
  const small = { size: 'small', spacing: 'none' } as const;
  return [
    field.kind === 'text' ? textInput(field, id, context) : choiceInput(field, id, context),
    ...(isShown(field.hint) ? [line(field.hint, { ...small, isSubtle: true })] : []),
    ...(isShown(field.error) ? [line(field.error, { ...small, color: 'attention' })] : []),
  ];
}

function textInput(field: Extract<Field, { kind: 'text' }>, id: string, context: RenderContext): TextInput {
  return {
    type: 'Input.Text',
    ...shared(field, id, context),
    isMultiline: field.multiline,
    maxLength: field.maxLength,
    ...(field.value === undefined ? {} : { value: field.value }),
  };
}

function choiceInput(field: Extract<Field, { kind: 'choice' }>, id: string, context: RenderContext): ChoiceInput {
  const expanded = field.options.length <= teamsLimits.radioOptions;
  return {
    type: 'Input.ChoiceSet',
    ...shared(field, id, context),
    style: expanded ? 'expanded' : 'compact',
    choices: field.options.map(({ label, value }) => ({ title: plain(label), value })),
    ...(expanded ? {} : { placeholder: context.words.choose }),
    ...(field.value === undefined || field.value === '' ? {} : { value: field.value }),
  };
}

function shared(field: Field, id: string, { words }: RenderContext) {
  const label = plain(field.required ? field.label : words.optional(field.label));
  return { id, label, ...(field.required ? { isRequired: true as const, errorMessage: words.required } : {}) };
}

/** Labels of inputs and choices are no Markdown. */
function plain(text: string): string {
  const words = shorten(oneLine(text).trim(), teamsLimits.labelCharacters);
  return words === '' ? '–' : words;
}
