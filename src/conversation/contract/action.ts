import { z } from 'zod';

/**
 * What a button does: the same intent that a sentence would reach, with its slots already filled. Slots carry ids, never names or
 * other content, and authority is checked again when the button is pressed.
 */
export const actionRefSchema = z.strictObject({
  intent: z.string().regex(/^[a-z][a-z-]{1,60}$/),
  slots: z.record(z.string().max(40), z.string().max(200)),
});
export type ActionRef = z.infer<typeof actionRefSchema>;

export interface Action extends ActionRef {
  /** A verb, sentence case: "Compare with mine". */
  readonly label: string;
  /** The likeliest next step is drawn as primary; at most one in a reply. */
  readonly style?: 'primary';
}
