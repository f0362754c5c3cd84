import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/app/main.js', import.meta.url));

export interface CommandOutcome {
  readonly exitCode: number | null;
  /** What a script reads. */
  readonly out: string;
  /** Progress, notes and faults. */
  readonly err: string;
}

export interface RunningCommand {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves with what was printed so far when it first fits. */
  printed(pattern: RegExp): Promise<string>;
  readonly ended: Promise<CommandOutcome>;
}

/** `npm run michi -- …` as a process of its own, in an environment that holds nothing but what is given. */
export function startCommand(argv: readonly string[], environment: Readonly<Record<string, string>>): RunningCommand {
  const child = spawn(process.execPath, [main, ...argv], { env: { PATH: process.env.PATH, ...environment } });
  let out = '';
  let err = '';
  child.stdout.on('data', chunk => {
    out += String(chunk);
  });
  child.stderr.on('data', chunk => {
    err += String(chunk);
  });
  const ended = once(child, 'close').then(() => ({ exitCode: child.exitCode, out, err }));
  return {
    child,
    ended,
    printed: pattern =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(out + err) && resolve(out + err);
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        void ended.then(() => reject(new Error(`ended without ${pattern}: ${out}${err}`)));
        look();
      }),
  };
}

export function runCommand(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandOutcome> {
  return startCommand(argv, environment).ended;
}
