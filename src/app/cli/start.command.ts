import { type Command, Option } from 'commander';
import type { CommandDeps } from './command-deps.ts';
import { usageMessages } from './usage.messages.ts';

export function registerStart(program: Command, deps: CommandDeps): void {
  const usage = usageMessages[deps.language].start;
  program
    .command('start')
    .description(usage.about)
    .addOption(new Option('--only <part>', usage.only).choices(['web', 'worker']))
    .action(async (options: { readonly only?: 'web' | 'worker' }) => {
      // The whole product is loaded only when it is used: no other command needs it.
      const { runUntilStopped } = await import('../processes.ts');
      await runUntilStopped(deps.config(), options.only ?? 'all');
    });
}
