import { z } from 'zod';
import type { ActionRef } from '../../src/conversation/contract/action.ts';
import type { Shown } from '../contract/channel-contract.ts';

/** Reads messages as a Teams client would show them: words, presses and inputs. */
export function readActivities(activities: readonly unknown[]): Shown {
  const found: Found = { texts: [], actions: [], fields: [] };
  for (const activity of activities) {
    const { text, attachments } = activitySchema.parse(activity);
    found.texts.push(text);
    for (const { content } of attachments) walk(content.body, found);
  }
  return { text: found.texts.join(' '), actions: found.actions, fields: found.fields };
}

const activitySchema = z.object({
  text: z.string().default(''),
  attachments: z.array(z.object({ content: z.object({ body: z.unknown() }) })).default([]),
});
const pressSchema = z.object({
  type: z.enum(['Action.Execute', 'Action.Submit']),
  data: z.object({ michi: z.object({ intent: z.string(), slots: z.record(z.string(), z.string()) }) }),
});

interface Found {
  readonly texts: string[];
  readonly actions: ActionRef[];
  readonly fields: string[];
}

function walk(value: unknown, found: Found): void {
  if (typeof value !== 'object' || value === null) return;
  const press = pressSchema.safeParse(value);
  if (press.success) found.actions.push({ intent: press.data.data.michi.intent, slots: press.data.data.michi.slots });
  const isFact = !('type' in value) && 'title' in value;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'string') readText(name, inner, isFact, found);
    else if (!['fallback', 'data'].includes(name)) walk(inner, found);
  }
}

function readText(name: string, text: string, isFact: boolean, found: Found): void {
  if (name === 'id') found.fields.push(text.replace(/^f\d+:/, ''));
  else if (['text', 'title', 'label', 'placeholder'].includes(name)) found.texts.push(unescaped(text));
  else if (name === 'value' && isFact) found.texts.push(unescaped(text));
}

/** Markdown takes a backslash before punctuation away. */
export function unescaped(text: string): string {
  return text.replaceAll(/\\([\\`*_{}[\]<>#~|\-+=.)])/g, '$1');
}
