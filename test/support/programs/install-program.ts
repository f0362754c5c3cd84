import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Programs that nobody here wrote and that stand for the platforms. They are tools of a test run: never a dependency, never shipped. */
export const programs = {
  slack: { name: 'emulate', version: '0.12.2' },
  teams: { name: '@microsoft/m365agentsplayground', version: '0.2.28' },
} as const;

export type Program = (typeof programs)[keyof typeof programs];

const cache = fileURLToPath(new URL('../../../node_modules/.cache/michi-programs/', import.meta.url));

/** The program's own folder, installed when it is not there yet. Null without a registry. */
export function installedProgram({ name, version }: Program): string | null {
  const prefix = `${cache}${name.replaceAll('/', '-')}-${version}`;
  const folder = `${prefix}/node_modules/${name}`;
  if (existsSync(folder)) return folder;
  const options = ['--prefix', prefix, '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact'];
  const installed = spawnSync('npm', ['install', ...options, `${name}@${version}`], { stdio: 'ignore' });
  return installed.status === 0 ? folder : null;
}
