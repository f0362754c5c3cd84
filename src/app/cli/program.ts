import { Command, CommanderError } from 'commander';
import { AppError } from '../../platform/errors/app-error.ts';
import { readConfig } from '../config.ts';
import { commandDeps } from './command-deps.ts';
import { commands } from './commands.ts';
import { explainFault } from './faults.messages.ts';

/**
 * Runs one command of the command line and returns the exit code. The one catch of this boundary: an expected fault is explained in a
 * sentence in both languages, an unexpected one is shown with its stack, because the reader is the operator.
 */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const program = new Command('michi')
    .description('Michi, the chat assistant of the people-development programme')
    .exitOverride();
  const deps = commandDeps(() => readConfig(process.env));
  for (const register of commands) register(program, deps);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (fault) {
    if (fault instanceof CommanderError) return fault.exitCode;
    process.stderr.write(
      `${fault instanceof AppError ? explainFault(fault) : String(fault instanceof Error ? fault.stack : fault)}\n`,
    );
    return 1;
  }
}
