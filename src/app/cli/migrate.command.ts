import type { Command } from 'commander';
import type { CommandDeps } from './command-deps.ts';

export function registerMigrate(program: Command, deps: CommandDeps): void {
  program
    .command('migrate')
    .description('bring the database to the newest migration')
    .action(async () => {
      const applied = await deps.withDatabase(async (_db, files) => files);
      for (const file of applied) console.log(`applied ${file}`);
      console.log(applied.length === 0 ? 'Nothing to apply.' : `${applied.length} migrations applied.`);
    });
}
