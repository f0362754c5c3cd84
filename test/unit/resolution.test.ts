import { describe, expect, it } from 'vitest';
import {
  type Candidate,
  decideResolution,
  type Match,
  type Thresholds,
} from '../../src/domains/catalogue/resolution.rules.ts';

const lines: Thresholds = { found: 0.6, ask: 0.5, equal: 0.05, equalParts: 0.2 };

function candidate(key: string, score: number, match: Match = 'near', source = 'group'): Candidate {
  const name = { ja: key, en: key };
  return {
    item: {
      kind: 'role',
      id: `rol_${key}`,
      key,
      name,
      source: { id: source, name: source, version: '', licence: '', attribution: '' },
    },
    score,
    match,
  };
}

/** `found a`, `ambiguous a b` or `unknown a b c`. */
function decided(...candidates: readonly Candidate[]): string {
  const resolution = decideResolution(candidates, lines);
  switch (resolution.kind) {
    case 'found':
      return `found ${resolution.item.key}`;
    case 'ambiguous':
      return `ambiguous ${resolution.candidates.map(({ key }) => key).join(' ')}`;
    case 'unknown':
      return `unknown ${resolution.nearest.map(({ key }) => key).join(' ')}`.trim();
    case 'nothing-to-go-on':
      return resolution.kind;
  }
}

describe('which item is meant', () => {
  it('is the one with exactly that name, however near others are', () => {
    expect(decided(candidate('near', 0.99), candidate('named', 0.7, 'alias'))).toBe('found named');
  });

  it('is the one with that name rather than one with that alias', () => {
    expect(decided(candidate('alias', 0.99, 'alias'), candidate('named', 0.7, 'preferred'))).toBe('found named');
  });

  it('is the group’s own rather than a published framework’s, among exact names as among near ones', () => {
    expect(decided(candidate('onet', 0.9, 'preferred', 'onet'), candidate('own', 0.8, 'alias'))).toBe('found own');
    expect(decided(candidate('onet', 0.9, 'near', 'onet'), candidate('own', 0.88))).toBe('found own');
  });

  it('is the one whose name the words are but for a slip of the keys, even when its score is low', () => {
    expect(decided(candidate('near', 0.7), candidate('slip', 0.4, 'slip'))).toBe('found slip');
    expect(decided(candidate('named', 0.5, 'alias'), candidate('slip', 0.4, 'slip'))).toBe('found named');
  });

  it('is asked when two are equally good', () => {
    expect(decided(candidate('a', 0.8), candidate('b', 0.77), candidate('c', 0.7))).toBe('ambiguous a b');
    expect(decided(candidate('a', 0.8, 'alias'), candidate('b', 0.77, 'alias'))).toBe('ambiguous a b');
    expect(decided(candidate('a', 0.55), candidate('b', 0.52))).toBe('ambiguous a b');
  });

  it('is asked of more when the words are a part of the best one’s name', () => {
    expect(decided(candidate('a', 0.8, 'part'), candidate('b', 0.65), candidate('c', 0.5))).toBe('ambiguous a b');
  });

  it('is asked of four at most', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map(key => candidate(key, 0.8));
    expect(decided(...many)).toBe('ambiguous a b c d');
  });

  it('is unknown below the line, with the three nearest', () => {
    const far = ['a', 'b', 'c', 'd'].map((key, at) => candidate(key, 0.4 - at / 10));
    expect(decided(...far)).toBe('unknown a b c');
    expect(decided(candidate('a', 0.55), candidate('b', 0.3))).toBe('unknown a b');
    expect(decided()).toBe('unknown');
  });

  it('comes with what else it may have been, the best of each other source first', () => {
    const resolution = decideResolution(
      [
        candidate('own', 0.9, 'preferred'),
        candidate('b', 0.8),
        candidate('onet', 0.6, 'near', 'onet'),
        candidate('far', 0.2),
      ],
      lines,
    );
    expect(resolution.kind === 'found' && resolution.others.map(({ key }) => key)).toEqual(['onet', 'b']);
  });
});
