import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { BUNDLED_MODEL } from '../../src/platform/language/embedder/bundled-model.ts';
import { readModel, writeModel } from '../../src/platform/language/embedder/model-file.ts';

const embedder = createBundledEmbedder();
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom(...'クラウド設計 cloud Security-ｾｷｭﾘﾃｨ　ＡＢｃ🦊؟ไทย'), maxLength: 40 }),
);
const folder = mkdtempSync(join(tmpdir(), 'michi-embedder-'));

function norm(vector: Float32Array): number {
  return Math.hypot(...vector);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

describe('a vector', () => {
  it('has norm 1 or is exactly zero, and never holds a NaN, whatever the text', () => {
    fc.assert(
      fc.property(anyText, text => {
        const vector = embedder.embedOne(text);
        expect(vector).toHaveLength(embedder.dimension);
        expect(vector.every(Number.isFinite)).toBe(true);
        expect(vector.every(value => value === 0) || Math.abs(norm(vector) - 1) < 1e-5).toBe(true);
      }),
    );
  });

  it('of a text is the same alone, in any batch and in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { maxLength: 8 }), async texts => {
        const together = await embedder.embed(texts);
        const backwards = await embedder.embed([...texts].reverse());
        texts.forEach((text, at) => {
          expect(together[at]).toEqual(embedder.embedOne(text));
          expect(backwards[texts.length - 1 - at]).toEqual(together[at]);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('is the same in another process', () => {
    const text = 'システムアーキテクト / Incident responder';
    const module = new URL('../../src/platform/language/embedder/bundled-embedder.ts', import.meta.url);
    const code = `const { createBundledEmbedder } = await import(process.argv[1]);
      console.log(JSON.stringify([...createBundledEmbedder().embedOne(process.argv[2])]));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code, module.href, text], {
      encoding: 'utf8',
    });
    expect(Float32Array.from(JSON.parse(printed))).toEqual(embedder.embedOne(text));
  });

  it('does not change with upper and lower case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 60 }), text => {
        expect(embedder.embedOne(text.toUpperCase())).toEqual(embedder.embedOne(text.toLowerCase()));
      }),
    );
  });

  it.each([
    ['ＳＲＥ', 'SRE'],
    ['ｼｽﾃﾑｱｰｷﾃｸﾄ', 'システムアーキテクト'],
    ['ﾈｯﾄﾜｰｸ　Ｅｎｇｉｎｅｅｒ', 'ネットワーク engineer'],
    ['㈱①', '(株)1'],
  ])('is equal for full and half width: %s = %s', (one, other) => {
    expect(embedder.embedOne(one)).toEqual(embedder.embedOne(other));
  });

  it.each([
    ['nothing', ''],
    ['spaces', ' \t　\n'],
    ['emoji only', '🦊🎉👩‍💻'],
    ['punctuation only', '?!…。、'],
    ['zero-width signs only', '\u200b\u200d\ufeff'],
    ['a lone half of a pair', '\ud83e'],
  ])('is exactly zero for %s, so that a search can say that there is nothing to go on', (_, text) => {
    expect(norm(embedder.embedOne(text))).toBe(0);
  });

  it.each([
    ['one letter', 'a'],
    ['one kanji', '道'],
    ['100,000 characters', 'ネットワークの設計と運用。'.repeat(10_000).slice(0, 100_000)],
    ['one word of 100,000 letters', 'x'.repeat(100_000)],
    ['a script that it never learnt', 'วิศวกรเครือข่าย'],
    ['scripts mixed in one word', 'クラウドengineerの設計δοκιμή'],
    ['right-to-left text', 'مهندس شبكات'],
  ])('is a direction for %s', (_, text) => {
    expect(norm(embedder.embedOne(text))).toBeCloseTo(1, 5);
  });

  it('tells likeness across the two languages', () => {
    const [japanese, same, other] = ['システムアーキテクト', 'System architect', 'Payroll clerk'].map(
      embedder.embedOne,
    );
    const cosine = (a?: Float32Array, b?: Float32Array) => a?.reduce((sum, x, k) => sum + x * (b?.[k] ?? 0), 0) ?? 0;
    expect(cosine(japanese, same)).toBeGreaterThan(cosine(japanese, other) + 0.3);
  });
});

describe('the model file', () => {
  it('comes back as it was written', () => {
    const path = join(folder, 'copy.bin');
    const model = readModel(BUNDLED_MODEL);
    writeModel(path, model);
    const copy = readModel(path);
    expect(copy.header).toEqual(model.header);
    for (const part of ['known', 'scales', 'terms', 'idfs', 'rows'] as const)
      expect(bytesOf(copy[part]).equals(bytesOf(model[part])), part).toBe(true);
  });

  it('says what it is made of: sources with version and licence, seed and dimension', () => {
    const { header } = readModel(BUNDLED_MODEL);
    expect(header.sources.map(source => source.licence)).toContain('CC BY 4.0');
    expect(header).toMatchObject({ bits: 4, seed: 1, dimension: embedder.dimension });
    expect(readFileSync(BUNDLED_MODEL).length).toBeLessThan(20_000_000);
  });

  const damaged = (name: string, change: (path: string) => void): string => {
    const path = join(folder, name);
    copyFileSync(BUNDLED_MODEL, path);
    change(path);
    return path;
  };
  const flip = (at: number) => (path: string) => {
    const bytes = readFileSync(path);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  };

  it.each([
    ['a missing file', () => join(folder, 'nowhere.bin'), 'embedder.file-missing'],
    ['a file of something else', () => damaged('foreign', path => writeFileSync(path, 'PNG')), 'embedder.file-foreign'],
    ['an empty file', () => damaged('empty', path => truncateSync(path, 0)), 'embedder.file-foreign'],
    ['another version', () => damaged('version', flip(8)), 'embedder.file-version'],
    ['half a file', () => damaged('half', path => truncateSync(path, 5_000_000)), 'embedder.file-damaged'],
    ['one bit that changed', () => damaged('bit', flip(9_000_000)), 'embedder.file-damaged'],
  ])('is refused with its own code for %s', (_, makePath, code) => {
    expect(() => createBundledEmbedder({ path: makePath() })).toThrow(expect.objectContaining({ code }));
  });
});
