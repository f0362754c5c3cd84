import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { locales } from '../../src/platform/i18n/locale.ts';
import { goldenHash, goldenPictures, goldenPicturesOf } from '../support/pictures/golden-pictures.ts';
import { surfaces } from '../support/pictures/surfaces.ts';

const shown = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(goldenPicturesOf, 'utf8')));

it.each(surfaces.flatMap(surface => locales.map(locale => ({ surface, locale }))))(
  'the picture of the agreed renderings of $surface in $locale shows the present ones (`npm run pictures` takes it anew)',
  ({ surface, locale }) => {
    expect(existsSync(`${goldenPictures}${surface}-${locale}.png`)).toBe(true);
    expect(shown[`${surface}-${locale}`]).toBe(goldenHash(surface, locale));
  },
);
