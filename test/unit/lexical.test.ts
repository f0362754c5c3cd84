import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fusedScore } from '../../src/platform/language/fusion.ts';
import { lexicalTerms } from '../../src/platform/language/lexical.ts';

function score(query: string, text: string): number {
  const terms = lexicalTerms(text);
  return [...lexicalTerms(query)].reduce((sum, [term, weight]) => sum + weight * (terms.get(term) ?? 0), 0);
}

describe('lexical terms', () => {
  it('have weights of length 1, or there are none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), text => {
        const weights = [...lexicalTerms(text).values()];
        expect(weights.every(weight => weight > 0)).toBe(true);
        expect(weights.length === 0 || Math.abs(Math.hypot(...weights) - 1) < 1e-9).toBe(true);
      }),
    );
  });

  it.each(['', '🦊', 'the of and', 'の'])('are missing for %j', text => {
    expect(lexicalTerms(text).size).toBe(0);
  });

  it('are stems, so that a plural finds its singular', () => {
    expect(score('network architects', 'Network architect')).toBeCloseTo(1);
  });

  it('are dictionary words in Japanese, whatever the width and the last long vowel', () => {
    expect(score('ｻｰﾊﾞｰの運用', 'サーバ 運用')).toBeCloseTo(1);
  });

  it('weigh a rare word more than a common one', () => {
    const terms = lexicalTerms('general cryptography');
    expect(terms.get('cryptographi')).toBeGreaterThan(terms.get('gener') ?? 1);
  });

  it('stay few for a long text, so that its rows in the index stay few', () => {
    expect(lexicalTerms(Array.from({ length: 5_000 }, (_, n) => `word${n}`).join(' ')).size).toBeLessThanOrEqual(60);
  });
});

describe('the fused score', () => {
  it('never leaves 0 to 1 and never falls when one of its parts rises', () => {
    const share = fc.double({ min: -1, max: 1, noNaN: true });
    const positive = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), share, positive, positive, (query, vector, lexical, rise) => {
        const fused = fusedScore(query, vector, lexical);
        expect(fused).toBeGreaterThanOrEqual(0);
        expect(fused).toBeLessThanOrEqual(1 + 1e-12);
        expect(fusedScore(query, Math.min(1, vector + rise), lexical)).toBeGreaterThanOrEqual(fused);
        expect(fusedScore(query, vector, Math.min(1, lexical + rise))).toBeGreaterThanOrEqual(fused);
      }),
    );
  });
});
