import { z } from 'zod';
import { locales } from '../../platform/i18n/locale.ts';
import { actionRefSchema } from './action.ts';
import type { Reply } from './reply.ts';

/** The shape of a reply that was stored as JSON. A type error here means that the schema and `Reply` have drifted apart. */

const style = z.literal('primary').exactOptional();
const labelled = { ...actionRefSchema.shape, label: z.string() };
const actionSchema = z.strictObject({ ...labelled, style });
const levelSchema = z.strictObject({ have: z.number().nullable(), needed: z.number().nullable(), words: z.string() });
const factSchema = z.strictObject({ label: z.string(), value: z.string() });

const itemSchema = z.strictObject({
  title: z.string(),
  detail: z.string().exactOptional(),
  level: levelSchema.exactOptional(),
  badge: z.string().exactOptional(),
  action: actionRefSchema.exactOptional(),
});

const chartSchema = z.strictObject({
  kind: z.literal('bars'),
  title: z.string(),
  max: z.number(),
  valueLabel: z.string(),
  neededLabel: z.string().exactOptional(),
  rows: z.array(z.strictObject({ label: z.string(), value: z.number(), needed: z.number().exactOptional() })),
});

const fieldBase = {
  name: z.string(),
  label: z.string(),
  hint: z.string().exactOptional(),
  required: z.boolean(),
  error: z.string().exactOptional(),
  value: z.string().exactOptional(),
};
const optionSchema = z.strictObject({ value: z.string(), label: z.string() });
const fieldSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...fieldBase, kind: z.literal('text'), multiline: z.boolean(), maxLength: z.number() }),
  z.strictObject({ ...fieldBase, kind: z.literal('choice'), options: z.array(optionSchema) }),
]);

const formSchema = z.strictObject({
  title: z.string(),
  text: z.string().exactOptional(),
  fields: z.array(fieldSchema),
  submit: z.strictObject(labelled),
  cancel: z.strictObject(labelled),
});

const title = z.string().exactOptional();
const blockSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('facts'), title, facts: z.array(factSchema) }),
  z.strictObject({ kind: z.literal('list'), title, ordered: z.boolean(), items: z.array(itemSchema) }),
  z.strictObject({
    kind: z.literal('card'),
    title: z.string(),
    subtitle: z.string().exactOptional(),
    text: z.string().exactOptional(),
    facts: z.array(factSchema).exactOptional(),
    actions: z.array(actionSchema).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('chart'), chart: chartSchema }),
  z.strictObject({
    kind: z.literal('table'),
    caption: z.string(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.strictObject({ text: z.string(), level: levelSchema.exactOptional() }))),
  }),
  z.strictObject({ kind: z.literal('actions'), actions: z.array(actionSchema) }),
  z.strictObject({ kind: z.literal('form'), form: formSchema }),
  z.strictObject({ kind: z.literal('note'), tone: z.enum(['info', 'attention']), text: z.string() }),
]);

export const replySchema: z.ZodType<Reply> = z.strictObject({
  locale: z.enum(locales),
  preview: z.string(),
  blocks: z.array(blockSchema),
  madeFor: z.string().exactOptional(),
  again: actionRefSchema.exactOptional(),
});
