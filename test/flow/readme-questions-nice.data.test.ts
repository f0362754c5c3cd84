import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { createConfiguredEmbedder } from '../../src/app/embedder.ts';
import { createCatalogueImports } from '../../src/domains/catalogue/imports/catalogue-imports.ts';
import { type Product, startProduct } from './intents-product.ts';
import { checkQuestion, readmeQuestions } from './readme-questions.ts';

const folder = '../shared/data/catalogue/nice';
const questions = readmeQuestions.filter(asked => asked.imported === 'nice');
let product: Product;

beforeAll(async () => {
  product = await startProduct();
  const imports = createCatalogueImports({
    db: product.container.db,
    embedder: createConfiguredEmbedder(readConfig({})),
    companies: async () => new Map(),
  });
  const summary = await imports.importPublished('nice', name => readFileSync(`${folder}/${name}`, 'utf8'), {
    dryRun: false,
    onProgress: () => undefined,
  });
  expect(summary.counts).toMatchObject({ roles: 41, statements: 1821, links: 5334 });
}, 300_000);
afterAll(() => product.close());

describe('questions that an imported framework answers', () => {
  it.each(questions)('$locale: $question leads to the framework’s role, with its source', asked =>
    checkQuestion(product, asked),
  );

  it('a framework’s role itself shows its statements in pages of five, tasks last, with its licence', async () => {
    const conversation = await product.talk('IN/I0102');
    const answer = await conversation.say('Which skills does an incident responder need?');
    const role = await conversation.press(answer, 'Incident Response');
    expect(role.firstLine).toMatch(
      /^Incident Response needs \d+ skills\. \d+ tasks are listed besides\. This source gives no levels\.$/,
    );
    expect(role.text).toContain('United States Government work');
    const more = await conversation.say('more');
    expect(more.firstLine).toMatch(/^Incident Response: Numbers 6 to 10 of \d+\.$/);
    const tasks = await conversation.press(role, /^Show only tasks/);
    expect(tasks.firstLine).toMatch(/^Incident Response \(tasks\): Numbers 1 to 5 of \d+\.$/);
  });
});
