import { type Command, Option } from 'commander';
import { createManifest } from '../../../adapters/slack/manifest.ts';
import { type Locale, locales } from '../../platform/i18n/locale.ts';
import { readConfig } from '../config.ts';
import { slackManifestMessages } from './slack-manifest.messages.ts';

interface Options {
  readonly url?: string;
  readonly socketMode: boolean;
  readonly orgWide: boolean;
  readonly language: Locale;
}

/** The manifest goes to standard output alone, so that it can be piped into a file; what to do next to standard error. */
export function registerSlackManifest(program: Command): void {
  const usage = slackManifestMessages.en;
  program
    .command('slack-manifest')
    .description(usage.about)
    .option('--url <url>', usage.url)
    .option('--socket-mode', usage.socketMode, false)
    .option('--org-wide', usage.orgWide, false)
    .addOption(new Option('--language <language>', 'of the explanations').choices([...locales]).default('en'))
    .action(({ url, socketMode, orgWide, language }: Options) => {
      const messages = slackManifestMessages[language];
      const publicUrl = url ?? readConfig(process.env).publicUrl;
      if (publicUrl === null) return refuse(messages.noUrl);
      const outcome = createManifest({ publicUrl, socketMode, orgWide });
      if (outcome.kind === 'invalid') return refuse(messages.invalid(outcome.paths.join(', ')));
      console.log(JSON.stringify(outcome.manifest, null, 2));
      console.error(messages.next(publicUrl.replace(/\/$/, '')));
    });
}

function refuse(reason: string): void {
  console.error(reason);
  process.exitCode = 1;
}
