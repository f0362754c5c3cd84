import type { Command } from 'commander';
import { createManifest } from '../../../adapters/slack/manifest.ts';
import { readConfig } from '../config.ts';
import type { CommandDeps } from './command-deps.ts';
import { slackManifestMessages } from './slack-manifest.messages.ts';

interface Options {
  readonly url?: string;
  readonly socketMode: boolean;
  readonly orgWide: boolean;
}

/** The manifest goes to standard output alone, so that it can be piped into a file; what to do next to standard error. */
export function registerSlackManifest(
  program: Command,
  { environment, language }: Pick<CommandDeps, 'environment' | 'language'>,
): void {
  const messages = slackManifestMessages[language];
  program
    .command('slack-manifest')
    .description(messages.about)
    .option('--url <url>', messages.url)
    .option('--socket-mode', messages.socketMode, false)
    .option('--org-wide', messages.orgWide, false)
    .action(({ url, socketMode, orgWide }: Options) => {
      const publicUrl = url ?? readConfig(environment).publicUrl;
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
