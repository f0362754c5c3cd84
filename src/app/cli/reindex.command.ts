import type { Command } from 'commander';
import { reindex } from '../../domains/catalogue/search/reindex.ts';
import type { CommandDeps } from './command-deps.ts';
import { createProgress } from './progress.ts';
import { reindexMessages } from './reindex.messages.ts';
import { usageMessages } from './usage.messages.ts';

export function registerReindex(program: Command, deps: CommandDeps): void {
  program
    .command('reindex')
    .description(usageMessages[deps.language].reindex)
    .action(async () => {
      const embedder = deps.embedder();
      const progress = createProgress();
      try {
        const { names } = await deps.withDatabase(db => reindex({ db, embedder }, progress.show));
        progress.stop();
        console.log(reindexMessages[deps.language].done(names, embedder.id));
      } finally {
        progress.stop();
      }
    });
}
