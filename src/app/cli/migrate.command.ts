import type { Command } from 'commander';
import { migrate } from '../../platform/db/migrate.ts';
import { readConfig } from '../config.ts';
import { migrationsFolder, withDatabase } from '../storage.ts';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest migration')
    .action(async () => {
      const applied = await withDatabase(readConfig(process.env), db => migrate(db, migrationsFolder));
      for (const file of applied) console.log(`applied ${file}`);
      console.log(applied.length === 0 ? 'Nothing to apply.' : `${applied.length} migrations applied.`);
    });
}
