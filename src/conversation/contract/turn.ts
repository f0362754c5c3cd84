import { z } from 'zod';
import { actionRefSchema } from './action.ts';

/** Longest text that is looked at; adapters refuse bodies far above it before parsing them. */
export const maxTextLength = 100_000;

/** The message that carried the button or the form. */
const cardSchema = z.strictObject({
  /** The reference that the sending of it gave, or another that stays the same for this message. */
  ref: z.string().min(1).max(1_000),
  /** `Reply.madeFor` as it stood in the message; somebody else's press is refused. */
  madeFor: z.string().max(100).exactOptional(),
});

export const turnContentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().max(maxTextLength) }),
  z.strictObject({ kind: z.literal('action'), action: actionRefSchema, card: cardSchema.exactOptional() }),
  z.strictObject({
    kind: z.literal('form'),
    action: actionRefSchema,
    values: z.record(z.string().max(40), z.string().max(4_000)),
    card: cardSchema.exactOptional(),
  }),
  /** The person opened the conversation for the first time; Michi introduces itself. */
  z.strictObject({ kind: z.literal('opened') }),
]);
export type TurnContent = z.infer<typeof turnContentSchema>;

const turnUserSchema = z.strictObject({
  /** The namespace of the user's id, see `UserRef`. */
  tenant: z.string().max(200),
  id: z.string().max(300),
  /** Set when the event itself shows that the user is none of the group's; such a user is refused without being looked up. */
  outside: z.enum(['guest', 'external', 'shared-channel', 'foreign-tenant']).exactOptional(),
});
/** The platform's verified user, such as a Slack user in a team; linked to a person by the identity table. */
export type TurnUser = z.infer<typeof turnUserSchema>;

export const incomingTurnSchema = z.strictObject({
  /** Unique per event of the platform; the same key again has no second effect. */
  key: z.string().min(1).max(300),
  channel: z.enum(['web', 'slack', 'teams', 'fake']),
  /** Where the answer goes, opaque to everybody but the adapter; stays the same for one conversation, whose session hangs on it. */
  address: z.string().min(1).max(2_000),
  /** The exact spot of this one answer, such as a thread or an open form; opaque, handed back with the answer and not remembered. */
  replyTo: z.string().max(2_000).exactOptional(),
  /**
   * Direct conversations may carry personal content. Channels carry what every employee may see; channels shared with other organisations
   * carry nothing, whoever asks there is answered directly.
   */
  scope: z.enum(['direct', 'channel', 'shared-channel']),
  user: turnUserSchema,
  content: turnContentSchema,
});
/** What an adapter hands in after it has verified the sender; it is stored in the inbox as it stands. */
export type IncomingTurn = z.infer<typeof incomingTurnSchema>;
export type ChannelName = IncomingTurn['channel'];
