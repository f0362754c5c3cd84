import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from './intents-product.ts';
import { checkQuestion, readmeQuestions } from './readme-questions.ts';

const questions = readmeQuestions.filter(asked => asked.imported === undefined);
let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

describe('the questions of the README, asked of the whole product', () => {
  it('there are ten in Japanese and ten in English, each one printed in the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    for (const locale of ['ja', 'en'] as const)
      expect(questions.filter(asked => asked.locale === locale)).toHaveLength(10);
    for (const { question } of questions) expect(readme).toContain(question);
  });

  it.each(questions)('$locale: $question gets the right answer', asked => checkQuestion(product, asked));
});
