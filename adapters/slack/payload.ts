import { z } from 'zod';
import { viewStateSchema } from './render/form.ts';

/** What Slack sends, as far as Michi reads it. Everything else is left alone, so that Slack may add to it. */

const id = z.string().regex(/^[A-Z0-9]{2,40}$/);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform(text => text === 'true')]);
const maybeId = id.nullish();

const authorizationSchema = z.looseObject({
  enterprise_id: maybeId,
  team_id: maybeId,
  user_id: maybeId,
  is_enterprise_install: flag.nullish(),
});

export const eventBodySchema = z.looseObject({
  type: z.literal('event_callback'),
  event_id: z.string().min(1).max(100),
  team_id: maybeId,
  enterprise_id: maybeId,
  api_app_id: z.string().nullish(),
  is_ext_shared_channel: z.boolean().nullish(),
  authorizations: z.array(authorizationSchema).nullish(),
  event: z.looseObject({
    type: z.string(),
    subtype: z.string().nullish(),
    user: z.union([id, z.looseObject({ id })]).nullish(),
    bot_id: z.string().nullish(),
    app_id: z.string().nullish(),
    text: z.string().nullish(),
    channel: z.string().nullish(),
    channel_type: z.string().nullish(),
    ts: z.string().nullish(),
    thread_ts: z.string().nullish(),
    tab: z.string().nullish(),
    user_team: maybeId,
    source_team: maybeId,
    tokens: z.looseObject({ bot: z.array(z.string()).nullish() }).nullish(),
    assistant_thread: z.looseObject({ user_id: id, channel_id: id, thread_ts: z.string() }).nullish(),
  }),
});
export type EventBody = z.infer<typeof eventBodySchema>;

const party = {
  team: z.looseObject({ id, enterprise_id: maybeId }).nullish(),
  enterprise: z.looseObject({ id }).nullish(),
  is_enterprise_install: flag.nullish(),
  user: z.looseObject({ id, team_id: maybeId }),
  trigger_id: z.string().nullish(),
};

const viewSchema = z.looseObject({
  id: z.string(),
  hash: z.string().nullish(),
  callback_id: z.string().nullish(),
  private_metadata: z.string().nullish(),
  state: z.looseObject({ values: viewStateSchema }).nullish(),
});

export const actionsBodySchema = z.looseObject({
  ...party,
  type: z.literal('block_actions'),
  container: z.looseObject({ type: z.string(), message_ts: z.string().nullish(), view_id: z.string().nullish() }),
  channel: z.looseObject({ id }).nullish(),
  message: z.looseObject({ thread_ts: z.string().nullish() }).nullish(),
  actions: z
    .array(
      z.looseObject({
        action_id: z.string(),
        block_id: z.string().nullish(),
        action_ts: z.string(),
        value: z.string().nullish(),
      }),
    )
    .min(1),
});
export type ActionsBody = z.infer<typeof actionsBodySchema>;

export const viewBodySchema = z.looseObject({
  ...party,
  type: z.enum(['view_submission', 'view_closed']),
  is_cleared: z.boolean().nullish(),
  view: viewSchema,
});
export type ViewBody = z.infer<typeof viewBodySchema>;

export const shortcutBodySchema = z.looseObject({
  ...party,
  type: z.enum(['message_action', 'shortcut']),
  callback_id: z.string(),
  message: z.looseObject({ text: z.string().nullish() }).nullish(),
});
export type ShortcutBody = z.infer<typeof shortcutBodySchema>;

export const commandBodySchema = z.looseObject({
  command: z.string(),
  text: z.string().default(''),
  user_id: id,
  team_id: maybeId,
  enterprise_id: maybeId,
  is_enterprise_install: flag.nullish(),
  trigger_id: z.string().min(1).max(200),
});
export type CommandBody = z.infer<typeof commandBodySchema>;
