import { z } from 'zod';
import { recordAudit } from '../../../platform/access/audit.ts';
import { authorise } from '../../../platform/access/policy.ts';
import type { Tx } from '../../../platform/db/database.ts';
import type { TextFile } from '../../../platform/files/csv-file.ts';
import { type CsvRecord, keyCell, readAllRecords } from '../../../platform/files/csv-records.ts';
import {
  type ChangeCounts,
  type ImportOptions,
  type ImportSummary,
  noChanges,
  type Refusal,
  type RefusalReason,
  refusal,
  tooManyRefused,
} from '../../../platform/files/import-report.ts';
import { type Id, namedId, newId } from '../../../platform/ids/ids.ts';
import type { MilestoneRule, RuleRefusal } from '../milestones.types.ts';
import { findCompanies, findRules, insertRule, saveRuleCourse } from '../plan.repository.ts';
import { checkRule } from '../rule-check.rules.ts';
import { milestonesWork } from '../seats.ts';
import type { MilestoneImportsDeps } from './import-deps.ts';

const schema = z.object({
  company: keyCell,
  age: z.string().max(20, 'too-long'),
  offer: z.string().max(40, 'too-long'),
  /** Key of a course of the group. */
  course: keyCell,
});
type Cells = z.infer<typeof schema>;

export const milestoneRulesTemplate = [
  Object.keys(schema.shape),
  ['HQ', '30', 'milestone-training', 'C-001'],
  ['HQ', '35', 'career-seminar', 'C-001'],
] as const;

const reasons: Readonly<Record<RuleRefusal, readonly [column: string, reason: RefusalReason]>> = {
  'matches-everyone': ['age', 'matches-everyone'],
  'age-missing': ['age', 'missing'],
  'age-out-of-range': ['age', 'not-allowed'],
  'unknown-offer': ['offer', 'not-allowed'],
  'unknown-course': ['course', 'unknown-course'],
  twice: ['age', 'twice'],
};

/** Adds rules and gives those that are there another course; takes none away. */
export async function importMilestoneRules(
  deps: MilestoneImportsDeps,
  file: TextFile,
  { dryRun, onProgress }: ImportOptions,
): Promise<ImportSummary> {
  authorise(milestonesWork, { data: 'milestone-plan', act: 'write' });
  const { records, refused, rows } = await readAllRecords(file, schema);
  const asked = [...new Set(records.map(({ value }) => courseOf(value)))];
  const courses = new Set((await deps.catalogue.summaries(milestonesWork, asked)).map(({ id }): string => id));
  return deps.db.transaction(milestonesWork, async tx => {
    const companies = await findCompanies(tx);
    const rules = checkAll(file, records, refused, { companies, courses });
    refused.sort((left, right) => left.line - right.line);
    const base = { counts: { rules: rules.length }, refused, dryRun };
    if (tooManyRefused(refused.length, rows)) return { ...base, ...noChanges, aborted: 'too-many-refused' };
    const changes = await save(tx, rules, dryRun);
    onProgress(rows, rows);
    return { ...base, ...changes, aborted: null };
  });
}

const courseOf = ({ course }: Cells) => namedId('course', 'group', course);

interface Known {
  /** Code → id. */
  readonly companies: ReadonlyMap<string, Id<'company'>>;
  readonly courses: ReadonlySet<string>;
}

function checkAll(
  file: TextFile,
  records: readonly CsvRecord<Cells>[],
  refused: Refusal[],
  { companies, courses }: Known,
): readonly MilestoneRule[] {
  const rules: MilestoneRule[] = [];
  for (const { row, value } of records) {
    const companyId = companies.get(value.company);
    if (companyId === undefined) {
      refused.push(refusal(file.name, row, 'company', 'unknown-company'));
      continue;
    }
    const course = courseOf(value);
    const others = rules.filter(rule => rule.companyId === companyId);
    const checked = checkRule({ ...value, courseId: courses.has(course) ? course : null }, others);
    if (checked.kind === 'refused') refused.push(refusal(file.name, row, ...reasons[checked.reason]));
    else rules.push({ id: newId('milestoneRule'), companyId, ...ruleOf(checked) });
  }
  return rules;
}

function ruleOf({ age, offer, courseId }: Pick<MilestoneRule, 'age' | 'offer' | 'courseId'>) {
  return { age, offer, courseId };
}

async function save(tx: Tx, rules: readonly MilestoneRule[], dryRun: boolean): Promise<ChangeCounts> {
  const counts = { new: 0, changed: 0, unchanged: 0 };
  for (const rule of rules) counts[await saveOne(tx, rule, dryRun)] += 1;
  if (!dryRun && counts.new + counts.changed > 0)
    await recordAudit(tx, milestonesWork, {
      action: 'milestone-plan.import-rules',
      subjectKind: 'milestone-plan',
      subjectId: null,
      companyId: null,
      detail: counts,
    });
  return counts;
}

async function saveOne(tx: Tx, rule: MilestoneRule, dryRun: boolean): Promise<keyof ChangeCounts> {
  const known = await findRules(tx, rule.companyId);
  const same = known.find(({ age, offer }) => age === rule.age && offer === rule.offer);
  if (same === undefined) {
    if (!dryRun) await insertRule(tx, rule);
    return 'new';
  }
  if (same.courseId === rule.courseId) return 'unchanged';
  if (!dryRun) await saveRuleCourse(tx, same.id, rule.courseId);
  return 'changed';
}
