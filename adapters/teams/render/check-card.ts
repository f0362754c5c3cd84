import { z } from 'zod';
import { teamsLimits } from '../limits.ts';

/**
 * The rules of Teams for a card, checked before every send. Stricter than the published schema: unknown properties, blank texts, ids that
 * occur twice, sets with too many buttons and versions that phones cannot draw are faults, because Teams drops such a card without a word.
 */

const words = z.string().refine(text => text.trim() !== '', { message: 'blank' });
const label = words.refine(text => text.length <= teamsLimits.labelCharacters, { message: 'label-length' });
const id = z.string().regex(/^[\w:.-]{1,80}$/, { message: 'id' });

const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: words,
  wrap: z.literal(true),
  weight: z.literal('bolder').exactOptional(),
  size: z.enum(['small', 'medium']).exactOptional(),
  color: z.enum(['accent', 'attention']).exactOptional(),
  isSubtle: z.literal(true).exactOptional(),
  style: z.literal('heading').exactOptional(),
  spacing: z.enum(['none', 'small', 'medium']).exactOptional(),
  separator: z.literal(true).exactOptional(),
});

const looks = {
  title: label,
  style: z.literal('positive').exactOptional(),
  associatedInputs: z.literal('none').exactOptional(),
};
const press = {
  intent: z.string(),
  slots: z.record(z.string(), z.string()),
  form: z.string().exactOptional(),
  madeFor: z.string().exactOptional(),
};
const actionBase = { ...looks, data: z.strictObject({ michi: z.strictObject(press) }) };
const cardAction = z.strictObject({
  type: z.literal('Action.Execute'),
  verb: z.literal('michi'),
  ...actionBase,
  fallback: z.strictObject({ type: z.literal('Action.Submit'), ...actionBase }),
});
const opener = z.strictObject({
  msteams: z.strictObject({ type: z.literal('task/fetch') }),
  michi: z.strictObject({ dialog: z.string() }),
});
const dialogAction = z.strictObject({
  type: z.literal('Action.Submit'),
  ...looks,
  data: z.union([opener, z.strictObject({ michi: z.strictObject({ ...press, dialog: z.string() }) })]),
});

const input = {
  id,
  label,
  isRequired: z.literal(true).exactOptional(),
  errorMessage: words.exactOptional(),
  value: z.string().exactOptional(),
};
const leaf = [
  textBlock,
  z.strictObject({
    type: z.literal('FactSet'),
    facts: z.array(z.strictObject({ title: z.string(), value: z.string() })).min(1),
  }),
  z.strictObject({
    type: z.literal('Table'),
    firstRowAsHeaders: z.literal(true),
    showGridLines: z.boolean(),
    columns: z.array(z.strictObject({ width: z.number() })).min(1),
    rows: z.array(
      z.strictObject({
        type: z.literal('TableRow'),
        cells: z.array(z.strictObject({ type: z.literal('TableCell'), items: z.array(textBlock).min(1) })),
      }),
    ),
  }),
  z.strictObject({
    type: z.literal('ActionSet'),
    actions: z
      .array(z.discriminatedUnion('type', [cardAction, dialogAction]))
      .min(1)
      .max(teamsLimits.actions),
  }),
  z.strictObject({
    type: z.literal('Input.Text'),
    ...input,
    isMultiline: z.boolean(),
    maxLength: z.number().int().min(1),
  }),
  z.strictObject({
    type: z.literal('Input.ChoiceSet'),
    ...input,
    style: z.enum(['expanded', 'compact']),
    choices: z.array(z.strictObject({ title: label, value: words })).min(1),
    placeholder: words.exactOptional(),
  }),
] as const;

const container = {
  type: z.literal('Container'),
  style: z.enum(['emphasis', 'attention']).exactOptional(),
  separator: z.literal(true).exactOptional(),
  spacing: z.enum(['small', 'medium']).exactOptional(),
  selectAction: cardAction.exactOptional(),
};
/** Frames are not put into frames: phones lose the width. */
const element = z.discriminatedUnion('type', [
  ...leaf,
  z.strictObject({ ...container, items: z.array(z.discriminatedUnion('type', [...leaf])).min(1) }),
]);

const cardSchema = z.strictObject({
  type: z.literal('AdaptiveCard'),
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  version: z.literal(teamsLimits.cardVersion),
  lang: z.enum(['ja', 'en']),
  fallbackText: z.string(),
  speak: z.string(),
  body: z.array(element).min(1),
  refresh: z
    .strictObject({
      action: z.strictObject({
        type: z.literal('Action.Execute'),
        verb: z.literal('michi-refresh'),
        title: label,
        data: z.strictObject({ michi: z.strictObject({ intent: z.string(), slots: press.slots }) }),
      }),
    })
    .exactOptional(),
  msteams: z.strictObject({ width: z.literal('Full') }),
});

/** Names of the rules that the card breaks, with the place; never what the card says. */
export function cardFaults(card: unknown): readonly string[] {
  const parsed = cardSchema.safeParse(card);
  if (!parsed.success) return parsed.error.issues.map(issue => `${issue.path.join('.')}:${issue.code}`);
  const ids = parsed.data.body.flatMap(inputIds);
  return new Set(ids).size === ids.length ? [] : ['body:duplicate-id'];
}

function inputIds(one: z.infer<typeof element>): readonly string[] {
  if (one.type === 'Container') return one.items.flatMap(item => ('id' in item ? [item.id] : []));
  return 'id' in one ? [one.id] : [];
}
