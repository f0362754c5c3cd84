import { createHash } from 'node:crypto';
import type { Form } from '../../../src/conversation/contract/form.ts';
import type { Reply } from '../../../src/conversation/contract/reply.ts';
import type { Locale } from '../../../src/platform/i18n/locale.ts';
import { teamsLimits } from '../limits.ts';

/** A form that is filled in in a dialog, with what its card needs to be drawn when Teams asks for it. */
export interface KeptForm {
  readonly form: Form;
  readonly locale: Locale;
  readonly madeFor: string | null;
}

/** One or two questions are answered where they stand; more of them would fill the conversation. */
export function opensDialog(form: Form): boolean {
  return form.fields.length > teamsLimits.inlineFields;
}

/** The same form has the same id, so that drawing it again keeps nothing twice. */
export function keptFormId({ form, locale, madeFor }: KeptForm): string {
  return createHash('sha256')
    .update(JSON.stringify([form, locale, madeFor]))
    .digest('hex')
    .slice(0, 32);
}

/** The forms behind the buttons of a reply, by their ids: they are kept before the reply is sent. */
export function formsToKeep({ blocks, locale, madeFor }: Reply): ReadonlyMap<string, KeptForm> {
  const kept = blocks.flatMap(block =>
    block.kind === 'form' && opensDialog(block.form) ? [{ form: block.form, locale, madeFor: madeFor ?? null }] : [],
  );
  return new Map(kept.map(one => [keptFormId(one), one]));
}
