import { type Command, Option } from 'commander';
import { type Locale, locales } from '../../platform/i18n/locale.ts';
import { readConfig } from '../config.ts';
import { examine, isHealthy } from '../doctor.ts';
import { createConfiguredEmbedder } from '../embedder.ts';
import { doctorLine } from './doctor.messages.ts';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say what runs embedded, what is reachable, what is misconfigured and how to mend it')
    .addOption(
      new Option('--locale <locale>', 'language of the report').choices([...locales]).default(environmentLocale()),
    )
    .action(async (options: { readonly locale: Locale }) => {
      const findings = await examine({ config: readConfig(process.env), createEmbedder: createConfiguredEmbedder });
      for (const finding of findings) console.log(doctorLine(finding, options.locale));
      if (!isHealthy(findings)) process.exitCode = 1;
    });
}

function environmentLocale(): Locale {
  return (process.env.LANG ?? '').startsWith('ja') ? 'ja' : 'en';
}
