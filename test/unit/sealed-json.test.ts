import { describe, expect, it } from 'vitest';
import { createKeyRing } from '../../src/platform/secrets/key-ring.ts';
import { createSealedJson } from '../../src/platform/secrets/sealed-json.ts';

const sealed = createSealedJson(createKeyRing([{ id: 'k1', bytes: Buffer.alloc(32, 1) }]));
const place = { table: 'inbox', column: 'turn', row: 'web/1' };

describe('a sealed JSON column', () => {
  it('gives back what was put in, and holds none of it readably', () => {
    const value = { kind: 'text', text: 'canary 桜', nested: [1, null, { a: 'b' }] };
    const stored = sealed.seal(value, place);
    expect(stored).not.toMatch(/canary|桜|nested/);
    expect(sealed.open(JSON.parse(stored), place)).toEqual(value);
  });

  it('is of no use in another place, nor when it was changed', () => {
    const stored: unknown = JSON.parse(sealed.seal({ a: 1 }, place));
    expect(() => sealed.open(stored, { ...place, row: 'web/2' })).toThrow(
      expect.objectContaining({ code: 'secrets.tampered' }),
    );
  });

  it('gives what was stored before as it stands', () => {
    expect(sealed.open({ kind: 'opened' }, place)).toEqual({ kind: 'opened' });
    expect(sealed.open(null, place)).toBeNull();
  });

  it('holds neither NUL nor half a surrogate pair, which text columns behind it would not take', () => {
    const stored: unknown = JSON.parse(sealed.seal({ text: 'a\0b\ud83d' }, place));
    expect(sealed.open(stored, place)).toEqual({ text: 'ab\ufffd' });
  });
});
