import type { Command } from 'commander';

export function registerTrain(program: Command): void {
  program
    .command('train')
    .argument('<part>', 'what to train: embedder')
    .argument('[arguments...]')
    .description('train a language part; "train embedder --help" says how')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (part: string, rest: readonly string[]) => {
      if (part !== 'embedder') program.error(`There is nothing to train that is called ${part}; there is: embedder`);
      // The trainer is loaded only when it is used: no other command needs it.
      const { trainEmbedderCommand } = await import('../../platform/language/embedder/train/train-command.ts');
      process.exitCode = await trainEmbedderCommand([...rest]);
    });
}
