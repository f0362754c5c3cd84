import { type Command, Option } from 'commander';
import { reindex } from '../../domains/catalogue/search/reindex.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import type { CommandDeps } from './command-deps.ts';
import { importMessages } from './import.messages.ts';
import { createProgress } from './progress.ts';

export function registerReindex(program: Command, deps: CommandDeps): void {
  program
    .command('reindex')
    .description('embed every name of the catalogue anew beside the search that is in use, then switch at once')
    .addOption(new Option('--language <language>', 'of the summary').choices(['en', 'ja']).default('en'))
    .action(async ({ language }: { readonly language: Locale }) => {
      const progress = createProgress();
      try {
        const { names } = await deps.withDatabase(db => reindex({ db, embedder: deps.embedder() }, progress.show));
        progress.stop();
        console.log(importMessages[language].reindexed(names));
      } finally {
        progress.stop();
      }
    });
}
