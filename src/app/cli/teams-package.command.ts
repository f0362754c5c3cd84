import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { buildTeamsPackage } from '../../../adapters/teams/package/build-package.ts';
import { AppError } from '../../platform/errors/app-error.ts';
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
export function registerTeamsPackage(program: Command): void {
  program
    .command('teams-package')
    .description('write the app package that an administrator uploads to Teams')
    .option('--app-id <id>', 'the id of the app registration in Entra (default: TEAMS_APP_ID)')
    .requiredOption('--company <name>', 'who offers the app, at most 32 characters')
    .requiredOption('--website <url>', 'a page about the app, https')
    .option('--privacy <url>', 'the privacy page, https (default: the website)')
    .option('--terms <url>', 'the terms of use, https (default: the website)')
    .option('--app-version <version>', 'higher than that of the package before', '1.0.0')
    .option('--out <file>', 'where to write it', 'michi-teams.zip')
    .action(async (options: Options) => {
      const bytes = await packageOf(options);
      await writeFile(options.out, bytes);
      for (const words of Object.values(teamsPackageMessages)) console.log(words.written(options.out, bytes.length));
    });
}

function packageOf(options: Options): Promise<Buffer> {
  const appId = options.appId ?? process.env.TEAMS_APP_ID ?? '';
  if (!z.guid().safeParse(appId).success)
    throw new AppError('config.invalid', {
      detail: { variable: 'TEAMS_APP_ID', problem: 'must be the id of the app registration' },
    });
  const { company, website, privacy = website, terms = website, appVersion } = options;
  const developer = { name: company, websiteUrl: website, privacyUrl: privacy, termsOfUseUrl: terms };
  return buildTeamsPackage({ appId, version: appVersion, developer });
}
