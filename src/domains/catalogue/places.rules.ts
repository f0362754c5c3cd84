import { locales } from '../../platform/i18n/locale.ts';
import { normalName } from './names.rules.ts';

export interface Place {
  readonly place_ja: string | null;
  readonly place_en: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** Endings that people leave out or add: 東京都 and 東京, 大阪市 and 大阪. */
const administrative = /(都|府|県|市|区)$/u;

/** Whether a place is meant by the words of a person: a city, a site or a country, in either language. */
export function isAtPlace(words: string, place: Place): boolean {
  const asked = bare(words);
  if (asked === '') return false;
  const texts = [place.place_ja, place.place_en, ...countryNames(place.country)].flatMap(text => text ?? []);
  return texts.some(text => bare(text).includes(asked));
}

function bare(text: string): string {
  return normalName(text.trim().replace(administrative, ''));
}

function countryNames(country: string): readonly string[] {
  return [
    country,
    ...locales.map(locale => new Intl.DisplayNames([locale], { type: 'region' }).of(country) ?? country),
  ];
}
