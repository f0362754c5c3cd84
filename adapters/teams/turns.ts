import { createHash } from 'node:crypto';
import {
  type IncomingTurn,
  incomingTurnSchema,
  maxTextLength,
  type TurnContent,
} from '../../src/conversation/contract/turn.ts';
import {
  conversationIdOf,
  executeSchema,
  type PressInput,
  pressDataSchema,
  type TeamsActivity,
  textOf,
} from './activity.ts';
import { addressOf } from './address.ts';
import { formValues } from './render/form.ts';

/** What an activity asks of Michi; null when it asks nothing that could be handed in. */
export function contentOf(activity: TeamsActivity): TurnContent | null {
  if (activity.type === 'installationUpdate') return { kind: 'opened' };
  if (activity.type === 'invoke') {
    const execute = executeSchema.safeParse(activity.value);
    return execute.success ? pressed(execute.data.action.data, activity) : null;
  }
  if (activity.value !== undefined && activity.value !== null) {
    const submitted = pressDataSchema.safeParse(activity.value);
    return submitted.success ? pressed(submitted.data, activity) : null;
  }
  const text = textOf(activity).slice(0, maxTextLength);
  return text === '' ? { kind: 'opened' } : { kind: 'text', text };
}

function pressed({ michi, ...inputs }: PressInput, { replyToId }: TeamsActivity): TurnContent {
  const { intent, slots, form, madeFor } = michi;
  const card =
    replyToId === undefined ? {} : { card: { ref: replyToId, ...(madeFor === undefined ? {} : { madeFor }) } };
  if (form === undefined) return { kind: 'action', action: { intent, slots }, ...card };
  return { kind: 'form', action: { intent, slots }, values: formValues(inputs, form), ...card };
}

interface TurnParts {
  readonly activity: TeamsActivity;
  readonly activityId: string;
  readonly tenant: string;
  readonly userId: string;
  readonly scope: IncomingTurn['scope'];
  readonly content: TurnContent;
}

/** Null when what a button carried is nothing that Michi put there. */
export function turnOf({ activity, activityId, tenant, userId, scope, content }: TurnParts): IncomingTurn | null {
  const conversation = conversationIdOf(activity);
  const thread = activity.conversation.id === conversation ? {} : { replyTo: activity.conversation.id };
  const parsed = incomingTurnSchema.safeParse({
    key: keyOf(tenant, activity.conversation.id, activityId),
    channel: 'teams',
    address: addressOf({ tenant, conversation }),
    ...thread,
    scope,
    user: { tenant, id: userId },
    content,
  });
  return parsed.success ? parsed.data : null;
}

/** Teams sends an activity again under the same id, with another time. */
function keyOf(...parts: readonly string[]): string {
  return `teams:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}
