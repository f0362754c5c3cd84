import { Argument, type Command } from 'commander';
import type { CommandDeps } from './command-deps.ts';
import { usageMessages } from './usage.messages.ts';

export function registerTrain(program: Command, deps: CommandDeps): void {
  const usage = usageMessages[deps.language].train;
  program
    .command('train')
    .description(usage.about)
    .addArgument(new Argument('<part>', usage.part).choices(['embedder']))
    .argument('[arguments...]', usage.arguments)
    .allowUnknownOption()
    .helpOption(false)
    .action(async (_part: string, rest: readonly string[]) => {
      // The trainer is loaded only when it is used: no other command needs it.
      const { trainEmbedderCommand } = await import('../../platform/language/embedder/train/train-command.ts');
      process.exitCode = await trainEmbedderCommand([...rest]);
    });
}
