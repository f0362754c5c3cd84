import type { Command } from 'commander';
import type { CommandDeps } from './command-deps.ts';
import { migrateMessages } from './migrate.messages.ts';
import { usageMessages } from './usage.messages.ts';

export function registerMigrate(program: Command, deps: CommandDeps): void {
  const messages = migrateMessages[deps.language];
  program
    .command('migrate')
    .description(usageMessages[deps.language].migrate)
    .action(async () => {
      const applied = await deps.withDatabase(async (_db, files) => files);
      for (const file of applied) console.log(messages.applied(file));
      console.log(applied.length === 0 ? messages.nothing : messages.done(applied.length));
    });
}
