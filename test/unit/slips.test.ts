import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSlip } from '../../src/domains/catalogue/slips.rules.ts';

describe('words that are a name with slips of the keys', () => {
  it.each([
    ['sytem architect', 'system architect'],
    ['system archtect', 'system architect'],
    ['data sceintist', 'data scientist'],
    ['Negociation', 'Negotiation'],
    ['microservies', 'Microservices'],
    ['data scientists', 'data scientist'],
    ['インシデントレスポンター', 'インシデントレスポンダー'],
    ['ハードウエアエンジニア', 'ハードウェアエンジニア'],
    ['脅威モデリンク', '脅威モデリング'],
    ['ｼｽﾃﾑｱｰｷﾃｸﾄﾄ', 'システムアーキテクト'],
  ])('%s is taken for %s', (text, name) => expect(isSlip(text, name)).toBe(true));

  it.each([
    ['short words', 'UX designer', 'UI designer'],
    ['abbreviations', 'IT engineer', 'AI engineer'],
    ['kanji', 'ネットワーク監視', 'ネットワーク設計'],
    ['kanji of one word', '要件定義', '要求定義'],
    ['another word', 'network manager', 'network engineer'],
    ['one word more', 'senior system architect', 'system architect'],
    ['two slips in a short word', 'tseetr', 'tester'],
    ['the name itself', 'System Architect', 'system architect'],
    ['nothing', '', 'system architect'],
  ])('other than by %s: "%s" is not %s', (_why, text, name) => expect(isSlip(text, name)).toBe(false));

  it('are found either way round, and never among texts that are equal', () => {
    const word = fc.stringMatching(/^[a-cア-ウ設 ]{0,10}$/u);
    fc.assert(
      fc.property(word, word, (left, right) => isSlip(left, right) === isSlip(right, left)),
      { numRuns: 2_000 },
    );
    fc.assert(fc.property(word, text => !isSlip(text, text)));
  });

  it('are looked for in no text that is longer than a name', () => {
    expect(isSlip('a'.repeat(100_000), 'a'.repeat(99_999))).toBe(false);
  });
});
