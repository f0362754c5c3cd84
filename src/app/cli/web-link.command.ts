import type { Command } from 'commander';
import { createSignInLink } from '../../../adapters/web/sign-in.ts';
import { createPeopleService } from '../../domains/people/people.service.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { systemClock } from '../../platform/time/clock.ts';
import { loadSecret } from '../storage.ts';
import type { CommandDeps } from './command-deps.ts';
import { usageMessages } from './usage.messages.ts';
import { webLinkMessages } from './web-link.messages.ts';

export function registerWebLink(program: Command, deps: CommandDeps): void {
  const usage = usageMessages[deps.language].webLink;
  program
    .command('web-link')
    .description(usage.about)
    .requiredOption('--person <company/number>', usage.person)
    .action(async (options: { readonly person: string }) => {
      const { url, expiresAt } = await linkFor(deps, options.person);
      console.log(url);
      console.error(webLinkMessages[deps.language].note(expiresAt));
    });
}

async function linkFor(deps: CommandDeps, person: string) {
  const config = deps.config();
  const [company = '', number = ''] = person.split('/');
  const personId = await deps.withDatabaseAsItIs(db =>
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
