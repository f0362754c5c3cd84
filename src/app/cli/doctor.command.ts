import type { Command } from 'commander';
import { examine } from '../doctor.ts';
import { severityOf } from '../doctor.types.ts';
import type { CommandDeps } from './command-deps.ts';
import { doctorLine } from './doctor.messages.ts';
import { usageMessages } from './usage.messages.ts';

export function registerDoctor(program: Command, { environment, language }: CommandDeps): void {
  program
    .command('doctor')
    .description(usageMessages[language].doctor)
    .action(async () => {
      const findings = await examine(environment);
      for (const finding of findings) console.log(doctorLine(finding, language));
      if (findings.some(finding => severityOf(finding) === 'bad')) process.exitCode = 1;
    });
}
