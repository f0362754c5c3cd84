import type { Command } from 'commander';
import { registerDoctor } from './doctor.command.ts';
import { registerMigrate } from './migrate.command.ts';
import { registerStart } from './start.command.ts';

/** Every command of the command line; a new one is added here. */
export const commands: readonly ((program: Command) => void)[] = [registerStart, registerMigrate, registerDoctor];
