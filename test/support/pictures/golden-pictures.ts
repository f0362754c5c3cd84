import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locale } from '../../../src/platform/i18n/locale.ts';
import { sampleReplies } from '../web-replies.ts';
import type { Line, Surface } from './surfaces.ts';

const golden = fileURLToPath(new URL('../../unit/golden/', import.meta.url));
/** One picture a surface and language, and which renderings they show. */
export const goldenPictures = `${golden}pictures/`;
export const goldenPicturesOf = `${goldenPictures}shown.json`;

/** Everything that has an agreed rendering, one below the other under its name. */
export function goldenLines(locale: Locale): readonly Line[] {
  return Object.entries(sampleReplies[locale]).flatMap(([name, reply]) => [
    { from: 'person' as const, name, text: '' },
    { from: 'michi' as const, reply },
  ]);
}

/** The agreed renderings of a surface in a language as one value, so that a picture of older ones is noticed. */
export function goldenHash(surface: Surface, locale: Locale): string {
  const hash = createHash('sha256');
  const files = readdirSync(`${golden}${surface}`).filter(file => file.includes(`.${locale}.`));
  for (const file of files.sort()) hash.update(readFileSync(`${golden}${surface}/${file}`));
  return hash.digest('hex').slice(0, 16);
}
