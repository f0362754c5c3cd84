import type { Form } from '../../src/conversation/contract/form.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import { type DialogAnswer, renderDialog } from './render/dialog.ts';
import type { KeptForm } from './render/kept-form.ts';

/** The exact spot of an answer to a dialog, as `replyTo`. */
export const dialogSpot = (key: string): string => `dialog:${key}`;

/**
 * A dialog stays open until the person's answer is judged: what is wrong is then shown in it, at the fields. Teams waits for that only a
 * moment, so a judgement that takes longer, or is made by another process, arrives as a message.
 */
export interface Dialogs {
  /** Waits for the judgement; null = the dialog closes and the answer stands in the conversation. */
  wait(spot: string, ms: number): { readonly answer: Promise<DialogAnswer | null>; close(): void };
  /** Whether the reply was shown in the open dialog, so that no message need say the same. */
  show(spot: string, reply: Reply): boolean;
}

export function createDialogs(): Dialogs {
  const open = new Map<string, (answer: DialogAnswer | null) => void>();
  return {
    wait(spot, ms) {
      const { promise, resolve } = Promise.withResolvers<DialogAnswer | null>();
      const settle = (answer: DialogAnswer | null) => {
        clearTimeout(timer);
        open.delete(spot);
        resolve(answer);
      };
      const timer = setTimeout(() => settle(null), ms);
      open.set(spot, settle);
      return { answer: promise, close: () => settle(null) };
    },
    show(spot, reply) {
      const settle = open.get(spot);
      if (settle === undefined) return false;
      const corrected = correctedForm(reply);
      settle(corrected === null ? null : renderDialog(corrected));
      return corrected !== null;
    },
  };
}

/** A reply that is nothing but a form with errors, asked again. */
function correctedForm({ blocks, locale, madeFor }: Reply): KeptForm | null {
  const forms = blocks.flatMap(block => (block.kind === 'form' ? [block.form] : []));
  const [form] = forms;
  if (form === undefined || forms.length > 1 || !hasErrors(form)) return null;
  return { form, locale, madeFor: madeFor ?? null };
}

function hasErrors(form: Form): boolean {
  return form.fields.some(({ error }) => error !== undefined);
}
