import { type Locale, locales } from '../../platform/i18n/locale.ts';

/**
 * The language that the operator reads: `--language`, else MICHI_LANGUAGE, else that of the terminal, else English. Read before the command
 * line is parsed, because what is wrong with it has to be said in some language.
 */
export function operatorLanguage(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Locale {
  const isLocale = (text: string | undefined) => locales.find(locale => locale === text);
  // The first of them that is set decides, as POSIX has it.
  const terminal = [environment.LC_ALL, environment.LC_MESSAGES, environment.LANG].find(value => value);
  return isLocale(askedFor(argv)) ?? isLocale(environment.MICHI_LANGUAGE) ?? (terminal?.startsWith('ja') ? 'ja' : 'en');
}

function askedFor(argv: readonly string[]): string | undefined {
  const at = argv.lastIndexOf('--language');
  if (at >= 0) return argv[at + 1];
  return argv.findLast(argument => argument.startsWith('--language='))?.slice('--language='.length);
}
