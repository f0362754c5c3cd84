import { rmSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { BUNDLED_MODEL } from '../bundled-model.ts';
import { readModel } from '../model-file.ts';
import { adaptModel } from './adapt.ts';
import { readSources } from './read-sources.ts';
import { RECIPE, type TrainOptions } from './recipe.ts';
import { readCompanyNames } from './sources/company-names.ts';
import { trainModel } from './train-run.ts';
import type { TrainHooks } from './trainer.ts';

interface CommandOptions {
  readonly catalogue: string;
  readonly edict: string;
  readonly wordnet: string;
  readonly seed: number;
  readonly threads: number;
  readonly epochs: number;
  readonly dimension: number;
  readonly rows: number;
  readonly holdOut: number;
  readonly resume?: true;
  readonly out?: string;
  readonly adapt?: string;
  readonly from: string;
}

/**
 * `npm run train -- embedder …`: trains the embedder, or adapts it to a company's names. Prints one JSON object on its last line.
 * @returns the exit code: 0 done, 1 an adaptation refused, 2 wrong arguments. What goes wrong otherwise is thrown as AppError.
 */
export async function trainEmbedderCommand(argv: string[]): Promise<number> {
  const program = describeOptions(new Command('train embedder')).exitOverride();
  try {
    program.parse(argv, { from: 'user' });
  } catch (fault) {
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : 2;
    throw fault;
  }
  const options = program.opts<CommandOptions>();
  return options.adapt === undefined ? await runTraining(options) : await runAdaptation(options, options.adapt);
}

function describeOptions(program: Command): Command {
  return program
    .description('Train the embedder from open taxonomies and dictionaries, or adapt it to the names of a company')
    .option('--catalogue <folder>', 'folder with onet/ and esco/', '../shared/data/catalogue')
    .option('--edict <file>', 'EDICT; compdic is read beside it', '/usr/share/edict/edict')
    .option('--wordnet <folder>', 'WordNet 3.0 data files', '/usr/share/wordnet')
    .option(
      '--out <file>',
      'the model file to write (default: the bundled one; for an adaptation ./adapted-embedder.bin)',
    )
    .option('--seed <number>', 'the same seed gives the same file', toNumber, 1)
    .option('--threads <number>', 'worker threads; the result does not depend on them', toNumber, 2)
    .option('--epochs <number>', 'rounds of training', toNumber, RECIPE.epochs)
    .option('--dimension <number>', 'numbers in a vector, a multiple of 4', toNumber, RECIPE.dimension)
    .option('--rows <number>', 'features with rows of their own', toNumber, RECIPE.known)
    .option('--hold-out <share>', 'share of the taxonomy groups left out of training and used as a test', toNumber, 0)
    .option('--resume', 'continue an interrupted run with the same options from its last whole epoch')
    .option(
      '--adapt <names.csv>',
      'continue with the names of a company: columns key, locale, name; names with one key name one thing',
    )
    .option('--from <file>', 'the model file that an adaptation starts from', BUNDLED_MODEL);
}

function toNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new InvalidArgumentError('It must be a number, 0 or more.');
  return number;
}

async function runTraining(options: CommandOptions): Promise<number> {
  const started = performance.now();
  const out = options.out ?? BUNDLED_MODEL;
  const checkpoint = `${out}.checkpoint`;
  say('reading the sources');
  const sources = readSources(options);
  const { seed, threads, epochs, dimension } = options;
  const settings: TrainOptions = { ...RECIPE, seed, threads, epochs, dimension, known: options.rows };
  const model = await withBar(epochs, hooks =>
    trainModel(sources, settings, options.holdOut, out, {
      ...hooks,
      checkpoint: { path: checkpoint, resume: options.resume === true },
    }),
  );
  rmSync(checkpoint, { force: true });
  print({ id: model.header.id, out, seconds: secondsSince(started), figures: model.header.figures });
  return 0;
}

async function runAdaptation(options: CommandOptions, names: string): Promise<number> {
  const started = performance.now();
  const out = options.out ?? 'adapted-embedder.bin';
  const { seed, threads } = options;
  const outcome = await withBar(0, hooks =>
    adaptModel(readModel(options.from), readCompanyNames(names), { seed, threads, out }, hooks),
  );
  const seconds = secondsSince(started);
  switch (outcome.kind) {
    case 'adapted':
      print({ outcome: 'adapted', id: outcome.model.header.id, out, seconds, figures: outcome.figures });
      return 0;
    case 'refused':
      say('The new model is worse than the old one, so nothing was written.');
      print({ outcome: 'refused', seconds, figures: outcome.figures });
      return 1;
  }
}

async function withBar<T>(epochs: number, run: (hooks: TrainHooks) => Promise<T>): Promise<T> {
  const bar = new SingleBar({
    format: '{bar} {percentage}% | epoch {epoch} | loss {loss} | {eta_formatted}',
    stream: process.stderr,
    hideCursor: true,
  });
  let started = false;
  const hooks: TrainHooks = {
    onProgress({ epoch, batch, batches, loss }) {
      const total = batches * Math.max(epochs, epoch + 1);
      if (!started) bar.start(total, 0, { epoch: 1, loss: '-' });
      started = true;
      bar.setTotal(total);
      bar.update(epoch * batches + batch, { epoch: epoch + 1, loss: loss === 0 ? '-' : loss.toFixed(3) });
    },
  };
  try {
    return await run(hooks);
  } finally {
    if (started) bar.stop();
  }
}

function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
