import type { Button } from '@slack/types';
import { z } from 'zod';
import { type Action, type ActionRef, actionRefSchema } from '../../../src/conversation/contract/action.ts';
import { type Locale, locales } from '../../../src/platform/i18n/locale.ts';
import { slackLimits } from '../limits.ts';
import type { RenderContext } from './context.ts';
import { plain, shortened } from './text.ts';

/** What a button of Michi carries: an action, or the form that it opens. Short names, because Slack allows 2,000 characters. */
const pressSchema = z.union([
  z.strictObject({ i: actionRefSchema.shape.intent, s: actionRefSchema.shape.slots, m: z.string().exactOptional() }),
  z.strictObject({ f: z.string(), l: z.enum(locales), m: z.string().exactOptional() }),
]);

export type Press =
  | { readonly kind: 'action'; readonly action: ActionRef; readonly madeFor: string | null }
  | { readonly kind: 'form'; readonly formId: string; readonly locale: Locale; readonly madeFor: string | null };

const owner = (madeFor: string | null) => (madeFor === null ? {} : { m: madeFor });

export function actionValue({ intent, slots }: ActionRef, madeFor: string | null): string {
  return JSON.stringify({ i: intent, s: slots, ...owner(madeFor) });
}

export function formValue(formId: string, { locale, madeFor }: Pick<RenderContext, 'locale' | 'madeFor'>): string {
  return JSON.stringify({ f: formId, l: locale, ...owner(madeFor) });
}

/** Null for a value that no Michi wrote. */
export function readPress(value: string): Press | null {
  const parsed = pressSchema.safeParse(jsonOf(value));
  if (!parsed.success) return null;
  const madeFor = parsed.data.m ?? null;
  return 'f' in parsed.data
    ? { kind: 'form', formId: parsed.data.f, locale: parsed.data.l, madeFor }
    : { kind: 'action', action: { intent: parsed.data.i, slots: parsed.data.s }, madeFor };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `place` makes the button's id unique in its block. */
export function button(
  action: Pick<Action, 'label' | 'style'>,
  value: string,
  place: number,
  spoken: string | null = null,
): Button {
  return {
    type: 'button',
    text: plain(shortened(action.label, slackLimits.buttonText)),
    action_id: `michi:${place}`,
    value,
    ...(action.style === 'primary' ? { style: 'primary' as const } : {}),
    ...(spoken === null ? {} : { accessibility_label: shortened(spoken, slackLimits.accessibilityLabel) }),
  };
}

export function pressButton(action: Action, place: number, context: RenderContext): Button {
  return button(action, actionValue(action, context.madeFor), place);
}
