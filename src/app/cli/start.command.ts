import { type Command, Option } from 'commander';
import { readConfig } from '../config.ts';
import { runUntilStopped } from '../processes.ts';

export function registerStart(program: Command): void {
  program
    .command('start')
    .description('migrate, load the demo group on first start, serve the web chat and run the jobs')
    .addOption(new Option('--only <part>', 'run one part of it, for several machines').choices(['web', 'worker']))
    .action(async (options: { readonly only?: 'web' | 'worker' }) => {
      await runUntilStopped(readConfig(process.env), options.only ?? 'all');
    });
}
