import { z } from 'zod';
import { actionRefSchema } from './action.ts';

/** Longest text that is looked at; adapters refuse bodies far above it before parsing them. */
export const maxTextLength = 100_000;

export const turnContentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().max(maxTextLength) }),
  z.strictObject({ kind: z.literal('action'), action: actionRefSchema }),
  z.strictObject({
    kind: z.literal('form'),
    action: actionRefSchema,
    values: z.record(z.string().max(40), z.string().max(4_000)),
  }),
  /** The person opened the conversation for the first time; Michi introduces itself. */
  z.strictObject({ kind: z.literal('opened') }),
]);
export type TurnContent = z.infer<typeof turnContentSchema>;

export const incomingTurnSchema = z.strictObject({
  /** Unique per event of the platform; the same key again has no second effect. */
  key: z.string().min(1).max(300),
  channel: z.enum(['web', 'slack', 'teams', 'fake']),
  /** Where the answer goes, opaque to everybody but the adapter. */
  address: z.string().min(1).max(2_000),
  /** Direct conversations may carry personal content; channels never do. */
  scope: z.enum(['direct', 'channel']),
  /** The platform's verified user, such as a Slack user in a team; linked to a person by the identity table. */
  user: z.strictObject({ tenant: z.string().max(200), id: z.string().max(300) }),
  content: turnContentSchema,
});
/** What an adapter hands in after it has verified the sender; it is stored in the inbox as it stands. */
export type IncomingTurn = z.infer<typeof incomingTurnSchema>;
export type ChannelName = IncomingTurn['channel'];
