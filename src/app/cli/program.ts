import { Command, CommanderError, Option } from 'commander';
import { AppError } from '../../platform/errors/app-error.ts';
import { type Locale, locales } from '../../platform/i18n/locale.ts';
import { readConfig } from '../config.ts';
import { commandDeps } from './command-deps.ts';
import { commands } from './commands.ts';
import { explainFault, explainSurprise } from './faults.messages.ts';
import { operatorLanguage } from './operator-language.ts';
import { usageFault, usageMessages } from './usage.messages.ts';

/**
 * Runs one command of the command line and returns the exit code. The one catch of this boundary: whatever goes wrong is told in one sentence
 * of the operator's language; where in the code it happened is added only with MICHI_LOG_LEVEL=debug.
 */
export async function runProgram(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<number> {
  const language = operatorLanguage(argv, environment);
  const program = createProgram(language);
  endWithReader();
  const deps = commandDeps(() => readConfig(environment), environment, language);
  for (const register of commands) register(program, deps);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (fault) {
    if (fault instanceof CommanderError) return reportUsage(fault, language);
    process.stderr.write(`${faultText(fault, language, environment.MICHI_LOG_LEVEL === 'debug')}\n`);
    return 1;
  }
}

function createProgram(language: Locale): Command {
  const messages = usageMessages[language];
  const titles: Readonly<Record<string, string>> = messages.titles;
  return (
    new Command('michi')
      .description(messages.michi)
      .exitOverride()
      .helpOption('-h, --help', messages.help)
      .helpCommand('help [command]', messages.helpCommand)
      .configureHelp({ showGlobalOptions: true, styleTitle: title => titles[title] ?? title })
      // What the parser says of a wrong command line is said again in the operator's language.
      .configureOutput({ outputError: () => undefined })
      .addOption(new Option('--language <language>', messages.language).choices([...locales]))
  );
}

/** Whoever reads what is printed may stop reading (`| head`), which is no fault. */
function endWithReader(): void {
  if (process.stdout.listenerCount('error') > 0) return;
  process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EPIPE') throw fault;
    process.exit();
  });
}

/** Help that was asked for, or shown because a command is missing, is no fault to explain. */
function reportUsage(fault: CommanderError, language: Locale): number {
  const shown = ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(fault.code);
  if (!shown) process.stderr.write(`${usageFault(fault.code, fault.message, language)}\n`);
  return fault.exitCode;
}

function faultText(fault: unknown, language: Locale, withPlace: boolean): string {
  const sentence =
    fault instanceof AppError ? explainFault(fault, language) : explainSurprise(describeSurprise(fault), language);
  return withPlace && fault instanceof Error ? `${sentence}\n${fault.stack ?? ''}` : sentence;
}

function describeSurprise(fault: unknown): string {
  return fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
}
