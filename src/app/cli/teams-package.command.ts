import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { buildTeamsPackage } from '../../../adapters/teams/package/build-package.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { CommandDeps } from './command-deps.ts';
import { teamsPackageMessages } from './teams-package.messages.ts';

interface Options {
  readonly appId?: string;
  readonly company: string;
  readonly website: string;
  readonly privacy?: string;
  readonly terms?: string;
  readonly appVersion: string;
  readonly out: string;
}

/** Needs no database and no network, so that it runs on any machine; the app's id is no secret. */
export function registerTeamsPackage(
  program: Command,
  { environment, language }: Pick<CommandDeps, 'environment' | 'language'>,
): void {
  const messages = teamsPackageMessages[language];
  program
    .command('teams-package')
    .description(messages.about)
    .option('--app-id <id>', messages.appId)
    .requiredOption('--company <name>', messages.company)
    .requiredOption('--website <url>', messages.website)
    .option('--privacy <url>', messages.privacy)
    .option('--terms <url>', messages.terms)
    .option('--app-version <version>', messages.appVersion, '1.0.0')
    .option('--out <file>', messages.out, 'michi-teams.zip')
    .action(async (options: Options) => {
      const bytes = await packageOf(options, environment.TEAMS_APP_ID ?? '');
      await writeFile(options.out, bytes);
      console.log(messages.written(options.out, bytes.length));
    });
}

function packageOf(options: Options, configuredId: string): Promise<Buffer> {
  const appId = options.appId ?? configuredId;
  if (!z.guid().safeParse(appId).success)
    throw new AppError('config.invalid', {
      detail: { variable: 'TEAMS_APP_ID', problem: 'choice', expected: 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx' },
    });
  const { company, website, privacy = website, terms = website, appVersion } = options;
  const developer = { name: company, websiteUrl: website, privacyUrl: privacy, termsOfUseUrl: terms };
  return buildTeamsPackage({ appId, version: appVersion, developer });
}
