import { createHash } from 'node:crypto';
import {
  type IncomingTurn,
  incomingTurnSchema,
  maxTextLength,
  type TurnContent,
} from '../../src/conversation/contract/turn.ts';
import {
  conversationIdOf,
  dialogSubmitSchema,
  executeSchema,
  type PressInput,
  pressDataSchema,
  type TeamsActivity,
  textOf,
} from './activity.ts';
import { addressOf } from './address.ts';
import { dialogSpot } from './dialogs.ts';
import { formValues } from './render/form.ts';

/** What an activity asks of Michi; null when it asks nothing that could be handed in. */
export function contentOf(activity: TeamsActivity): TurnContent | null {
  if (activity.type === 'installationUpdate') return { kind: 'opened' };
  if (activity.type === 'invoke') {
    const data = invokedData(activity);
    return data === null ? null : pressed(data, activity);
  }
  if (activity.value !== undefined && activity.value !== null) {
    const submitted = pressDataSchema.safeParse(activity.value);
    return submitted.success ? pressed(submitted.data, activity) : null;
  }
  const text = textOf(activity).slice(0, maxTextLength);
  return text === '' ? { kind: 'opened' } : { kind: 'text', text };
}

/** What the pressed button carried: of a card, or of a dialog. */
function invokedData({ name, value }: TeamsActivity): PressInput | null {
  if (name === 'task/submit') return dialogSubmitSchema.safeParse(value).data?.data ?? null;
  return executeSchema.safeParse(value).data?.action.data ?? null;
}

function pressed({ michi, ...inputs }: PressInput, { replyToId }: TeamsActivity): TurnContent {
  const { intent, slots, form, madeFor, dialog } = michi;
  const ref = dialog === undefined ? replyToId : dialogSpot(dialog);
  const card = ref === undefined ? {} : { card: { ref, ...(madeFor === undefined ? {} : { madeFor }) } };
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
  const key = keyOf(tenant, activity.conversation.id, activityId);
  const parsed = incomingTurnSchema.safeParse({
    key,
    channel: 'teams',
    address: addressOf({ tenant, conversation }),
    ...spotOf(activity, key),
    scope,
    user: { tenant, id: userId },
    content,
  });
  return parsed.success ? parsed.data : null;
}

function spotOf(activity: TeamsActivity, key: string): { readonly replyTo?: string } {
  if (activity.name === 'task/submit') return { replyTo: dialogSpot(key) };
  const { id } = activity.conversation;
  return id === conversationIdOf(activity) ? {} : { replyTo: id };
}

/** Teams sends an activity again under the same id, with another time. */
function keyOf(...parts: readonly string[]): string {
  return `teams:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}
