import type { Command } from 'commander';
import { registerAlias } from './alias.command.ts';
import type { CommandDeps } from './command-deps.ts';
import { registerDeliveries } from './deliveries.command.ts';
import { registerDoctor } from './doctor.command.ts';
import { registerExport } from './export.command.ts';
import { registerIdentity } from './identity.command.ts';
import { registerImport } from './import.command.ts';
import { registerMigrate } from './migrate.command.ts';
import { registerReindex } from './reindex.command.ts';
import { registerSlackManifest } from './slack-manifest.command.ts';
import { registerStart } from './start.command.ts';
import { registerTeamsPackage } from './teams-package.command.ts';
import { registerTrain } from './train.command.ts';
import { registerWebLink } from './web-link.command.ts';

/** Every command of the command line; a new one is added here. */
export const commands: readonly ((program: Command, deps: CommandDeps) => void)[] = [
  registerStart,
  registerMigrate,
  registerImport,
  registerExport,
  registerReindex,
  registerAlias,
  registerWebLink,
  registerDeliveries,
  registerIdentity,
  registerSlackManifest,
  registerTeamsPackage,
  registerDoctor,
  registerTrain,
];
