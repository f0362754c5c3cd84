import { z } from 'zod';

/** The parts of an activity that Michi reads. Everything else that Teams sends is left aside. */

const id = z.string().min(1).max(500);

/** What the signature is checked against, before the rest is looked at. */
export const envelopeSchema = z.object({ serviceUrl: z.string().max(500), channelId: z.literal('msteams') });
export type ActivityEnvelope = z.infer<typeof envelopeSchema>;

const accountSchema = z.object({
  id,
  aadObjectId: z.string().min(1).max(100).optional(),
  role: z.string().optional(),
});
const membersSchema = z.array(z.object({ id })).optional();

export const activitySchema = envelopeSchema.extend({
  type: z.string().max(100),
  id: id.optional(),
  from: accountSchema,
  recipient: z.object({ id }),
  conversation: z.object({
    id,
    conversationType: z.enum(['personal', 'groupChat', 'channel']).optional(),
    tenantId: z.string().optional(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string() }).optional(),
      channel: z.object({ type: z.string().optional() }).optional(),
    })
    .optional(),
  locale: z.string().max(40).optional(),
  text: z.string().optional(),
  name: z.string().max(100).optional(),
  action: z.string().max(40).optional(),
  replyToId: z.string().max(500).optional(),
  value: z.unknown().optional(),
  entities: z
    .array(
      z.object({
        type: z.string(),
        text: z.string().optional(),
        mentioned: z.object({ id: z.string() }).optional(),
      }),
    )
    .optional(),
  membersAdded: membersSchema,
  membersRemoved: membersSchema,
});
export type TeamsActivity = z.infer<typeof activitySchema>;

/** What a button of ours carries; inputs of its card stand beside it. */
export const pressDataSchema = z.looseObject({
  michi: z.object({
    intent: z.string(),
    slots: z.record(z.string(), z.string()),
    form: z.string().max(20).optional(),
    madeFor: z.string().optional(),
    /** Set in the buttons of a dialog: the form that it showed. */
    dialog: z.string().max(80).optional(),
  }),
});
export type PressInput = z.infer<typeof pressDataSchema>;

/** `adaptiveCard/action`. */
export const executeSchema = z.object({ action: z.object({ verb: z.literal('michi'), data: pressDataSchema }) });

/** `adaptiveCard/action` that a client sends by itself, for a view of its reader's own. */
export const refreshSchema = z.object({
  action: z.object({
    verb: z.literal('michi-refresh'),
    data: z.object({ michi: z.object({ intent: z.string(), slots: z.record(z.string(), z.string()) }) }),
  }),
});

/** `task/fetch`: a dialog is to be opened. */
export const dialogFetchSchema = z.object({
  data: z.object({ michi: z.object({ dialog: z.string().max(80) }) }),
});

/** `task/submit`: a button of a dialog was pressed. */
export const dialogSubmitSchema = z.object({ data: pressDataSchema });

/** `message/submitAction`: what somebody thinks of an answer. Their words are not read. */
export const feedbackSchema = z.object({
  actionName: z.literal('feedback'),
  actionValue: z.object({ reaction: z.enum(['like', 'dislike']) }),
});

/** NUL and halves of surrogate pairs, which no store takes, are replaced before anybody sees them. */
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '');
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wellFormed(inner)]));
}

/** The tenant in which the activity happened; null when it does not say it, or says two. */
export function tenantOf({ conversation, channelData }: TeamsActivity): string | null {
  const named = [conversation.tenantId, channelData?.tenant?.id].filter(one => one !== undefined);
  const [tenant] = named;
  return tenant !== undefined && named.every(one => one === tenant) ? tenant : null;
}

/** The conversation without the message of a thread: it stays the same for a whole channel. */
export function conversationIdOf({ conversation }: TeamsActivity): string {
  return conversation.id.replace(/;messageid=.*$/, '');
}

/** What somebody wrote, without the mention of Michi; other people who are mentioned stay as their names. */
export function textOf(activity: TeamsActivity): string {
  const own = (activity.entities ?? []).filter(
    entity => entity.type === 'mention' && entity.mentioned?.id === activity.recipient.id,
  );
  const without = own.reduce(
    (text, { text: mention }) => (mention === undefined || mention === '' ? text : text.replaceAll(mention, ' ')),
    activity.text ?? '',
  );
  return without
    .replaceAll(/<at[^>]*>([^<]*)<\/at>/g, '$1')
    .replaceAll('&nbsp;', ' ')
    .trim();
}
