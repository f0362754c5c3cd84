import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Product } from './intents-product.ts';

const questionSchema = z.strictObject({
  locale: z.enum(['ja', 'en']),
  /** Company and number of the person who asks. */
  person: z.string(),
  /** What was asked just before. */
  follows: z.string().optional(),
  question: z.string(),
  /** The published framework that must have been imported. */
  imported: z.literal('nice').optional(),
  /** The key of the item that the answer is about; its next steps lead on from it. */
  about: z.string().nullable(),
  /** Keys of items that the answer must lead to. */
  items: z.array(z.string()),
  /** Keys of items that it must not. */
  absent: z.array(z.string()).optional(),
  phrases: z.array(z.string()),
});
export type ReadmeQuestion = z.infer<typeof questionSchema>;

export const readmeQuestions: readonly ReadmeQuestion[] = z
  .array(questionSchema)
  .parse(JSON.parse(readFileSync(new URL('./readme-questions.json', import.meta.url), 'utf8')));

/** Asks as a person would and compares the answer with the key. */
export async function checkQuestion(product: Product, asked: ReadmeQuestion): Promise<void> {
  const conversation = await product.talk(asked.person);
  if (asked.follows !== undefined) await conversation.say(asked.follows);
  const answer = await conversation.say(asked.question);
  expect(answer.reply.locale, answer.text).toBe(asked.locale);
  for (const phrase of asked.phrases) expect(answer.text).toContain(phrase);
  for (const key of asked.items) expect(answer.keys, answer.text).toContain(key);
  for (const key of asked.absent ?? []) expect(answer.keys, answer.text).not.toContain(key);
  if (asked.about !== null) expect(answer.buttonKeys, answer.text).toContain(asked.about);
}
