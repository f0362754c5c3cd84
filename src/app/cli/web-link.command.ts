import type { Command } from 'commander';
import { createSignInLink } from '../../../adapters/web/sign-in.ts';
import { createPeopleService } from '../../domains/people/people.service.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { systemClock } from '../../platform/time/clock.ts';
import { readConfig } from '../config.ts';
import { loadSecret } from '../storage.ts';
import type { CommandDeps } from './command-deps.ts';

export function registerWebLink(program: Command, deps: CommandDeps): void {
  program
    .command('web-link')
    .description('print a link that signs one person in to the web chat, once, within ten minutes')
    .requiredOption('--person <company/number>', 'whom it signs in, such as HQ/000123')
    .action(async (options: { readonly person: string }) => {
      const { url, expiresAt } = await linkFor(deps, options.person);
      console.log(url);
      console.error(
        `Works once, until ${expiresAt.toISOString()}. Whoever opens it is that person: hand it over in private.`,
      );
    });
}

async function linkFor(deps: CommandDeps, person: string) {
  const config = readConfig(process.env);
  const [company = '', number = ''] = person.split('/');
  const personId = await deps.withDatabase(db =>
    createPeopleService({ db, clock: systemClock }).findByNumber(
      { kind: 'system', purpose: 'identify' },
      company,
      number,
    ),
  );
  if (personId === null) throw new AppError('people.unknown', { detail: { company, number } });
  const baseUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
  return createSignInLink({ secret: await loadSecret(config), clock: systemClock, baseUrl }, personId);
}
