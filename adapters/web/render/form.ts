import type { Field, Form } from '../../../src/conversation/contract/form.ts';
import { webLimits } from '../limits.ts';
import { actionData } from './actions.ts';
import type { RenderContext } from './context.ts';
import { type Element, element } from './element.ts';
import { renderText } from './text.ts';

type ChoiceField = Extract<Field, { kind: 'choice' }>;
type TextField = Extract<Field, { kind: 'text' }>;

interface Placed<Of extends Field> {
  readonly field: Of;
  readonly id: string;
  readonly context: RenderContext;
}

/** The browser's own validation is off: the server says what is wrong, in place and in the person's language. */
export function renderForm(form: Form, context: RenderContext, place: number): Element {
  const titleId = `${context.scope}-${place}-title`;
  return element(
    'form',
    {
      class: 'card form',
      novalidate: true,
      'aria-labelledby': titleId,
      'data-action': actionData(form.submit),
      autocomplete: 'off',
    },
    element('h3', { id: titleId }, form.title),
    form.text === undefined ? null : renderText(form.text, context),
    ...form.fields.map(field => renderField(field, `${context.scope}-${place}-${field.name}`, context)),
    element(
      'div',
      { class: 'actions' },
      element('button', { type: 'submit', class: 'action primary' }, form.submit.label),
      element('button', { type: 'button', class: 'action', 'data-action': actionData(form.cancel) }, form.cancel.label),
    ),
  );
}

function renderField(field: Field, id: string, context: RenderContext): Element {
  if (field.kind === 'text') return labelled({ field, id, context }, textControl({ field, id, context }));
  if (field.options.length > webLimits.radioOptions)
    return labelled({ field, id, context }, selectControl({ field, id, context }));
  return radioGroup({ field, id, context });
}

function labelled(placed: Placed<Field>, control: Element): Element {
  const { field, id, context } = placed;
  return element(
    'div',
    { class: 'field' },
    element('label', { for: id }, labelWords(field, context)),
    hint(placed),
    control,
    error(placed),
  );
}

function labelWords(field: Field, context: RenderContext): Element {
  return element(
    'span',
    null,
    field.label,
    ' ',
    element('small', null, field.required ? context.words.required : context.words.optional),
  );
}

function hint({ field, id }: Placed<Field>): Element | null {
  return field.hint === undefined ? null : element('p', { class: 'hint', id: `${id}-hint` }, field.hint);
}

function error({ field, id }: Placed<Field>): Element | null {
  return field.error === undefined ? null : element('p', { class: 'error', id: `${id}-error` }, field.error);
}

function describedBy({ field, id }: Placed<Field>): Record<string, string | boolean> {
  const ids = [field.hint === undefined ? null : `${id}-hint`, field.error === undefined ? null : `${id}-error`].filter(
    part => part !== null,
  );
  return {
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
    ...(field.error === undefined ? {} : { 'aria-invalid': 'true' }),
    ...(field.required ? { required: true } : {}),
  };
}

function textControl(placed: Placed<TextField>): Element {
  const { field, id } = placed;
  const shared = { id, name: field.name, maxLength: field.maxLength, dir: 'auto', ...describedBy(placed) };
  if (field.multiline) return element('textarea', { ...shared, rows: 4 }, field.value ?? '');
  return element('input', { ...shared, type: 'text', value: field.value ?? '' });
}

function selectControl(placed: Placed<ChoiceField>): Element {
  const { field, id, context } = placed;
  return element(
    'select',
    { id, name: field.name, ...describedBy(placed) },
    element('option', { value: '', selected: field.value === undefined }, context.words.choose),
    field.options.map(option =>
      element('option', { value: option.value, selected: option.value === field.value }, option.label),
    ),
  );
}

function radioGroup(placed: Placed<ChoiceField>): Element {
  const { field, id, context } = placed;
  const { required, ...described } = describedBy(placed);
  return element(
    'fieldset',
    { class: 'field', role: 'radiogroup', ...described, ...(required === true ? { 'aria-required': 'true' } : {}) },
    element('legend', null, labelWords(field, context)),
    hint(placed),
    field.options.map((option, index) => radio(field, option, `${id}-${index}`)),
    error(placed),
  );
}

function radio(field: ChoiceField, option: ChoiceField['options'][number], optionId: string): Element {
  const checked = option.value === field.value;
  return element(
    'label',
    { class: 'option', for: optionId },
    element('input', { type: 'radio', id: optionId, name: field.name, value: option.value, checked }),
    element('span', null, option.label),
  );
}
