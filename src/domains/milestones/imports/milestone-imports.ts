import type { TextFile } from '../../../platform/files/csv-file.ts';
import type { ImportOptions, ImportSummary } from '../../../platform/files/import-report.ts';
import { birthDatesTemplate, importBirthDates } from './birth-dates-csv.ts';
import type { MilestoneImportsDeps } from './import-deps.ts';
import { importMilestoneRules, milestoneRulesTemplate } from './milestone-rules-csv.ts';

export const milestoneFileKinds = ['birth-dates', 'milestone-rules'] as const;
export type MilestoneFileKind = (typeof milestoneFileKinds)[number];

/** The header of each file with example rows that fit those of the other files. */
export const milestoneTemplates: Readonly<Record<MilestoneFileKind, readonly (readonly string[])[]>> = {
  'birth-dates': birthDatesTemplate,
  'milestone-rules': milestoneRulesTemplate,
};

export interface MilestoneImports {
  /** @throws AppError `import.columns` */
  importFile(kind: MilestoneFileKind, file: TextFile, options: ImportOptions): Promise<ImportSummary>;
}

export function createMilestoneImports(deps: MilestoneImportsDeps): MilestoneImports {
  return {
    importFile: (kind, file, options) =>
      kind === 'birth-dates' ? importBirthDates(deps, file, options) : importMilestoneRules(deps, file, options),
  };
}
