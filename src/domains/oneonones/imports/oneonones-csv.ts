import { z } from 'zod';
import { authorise } from '../../../platform/access/policy.ts';
import type { Database, Tx } from '../../../platform/db/database.ts';
import type { TextFile } from '../../../platform/files/csv-file.ts';
import {
  type CsvRecord,
  integerCell,
  keyCell,
  optionalKeyCell,
  readAllRecords,
  textCell,
} from '../../../platform/files/csv-records.ts';
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
import type { Clock } from '../../../platform/time/clock.ts';
import { type Cadence, type CadenceFault, checkCadence, longestMinutes, shortestMinutes } from '../series.rules.ts';
import {
  addSeries,
  type CadenceRow,
  changeCadences,
  findCadences,
  findWorkers,
  hasAnySeries,
  type KnownCadence,
  type Worker,
} from './series-import.repository.ts';

const importActor = { kind: 'system', purpose: 'import' } as const;

const schema = z.object({
  company: keyCell,
  manager_number: textCell(40),
  member_number: textCell(40),
  rule: textCell(200),
  // Local day and time of the first meeting, also as Excel rewrites it: 2026/12/1 10:00.
  start: textCell(40).transform(localStart),
  time_zone: textCell(60),
  minutes: integerCell(shortestMinutes, longestMinutes),
  // Where the manager works for another company than the member; the column may be left out.
  manager_company: optionalKeyCell.default(null),
});
type Row = z.infer<typeof schema>;

export const oneononesTemplate = [
  Object.keys(schema.shape),
  [
    'HQ',
    '000401',
    '000402',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20271130',
    '2026-12-01T10:00',
    'Asia/Tokyo',
    '30',
    '',
  ],
  ['HQ', '000402', '000404', 'FREQ=MONTHLY;BYDAY=1TH;COUNT=12', '2026-12-03T14:00', 'Asia/Tokyo', '45', 'HQ'],
] as const;

export interface OneononesImportDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export interface OneononesImport {
  /** @throws AppError `import.columns` */
  importFile(file: TextFile, options: ImportOptions): Promise<ImportSummary>;
  /** Whether there is any series, of whatever state. */
  hasAny(): Promise<boolean>;
}

/** Series from a calendar or another system. A member has one: a row for a member who has a series already changes its cadence. */
export function createOneononesImport({ db, clock }: OneononesImportDeps): OneononesImport {
  return {
    hasAny: () => db.transaction(importActor, hasAnySeries),

    async importFile(file, options) {
      authorise(importActor, { data: 'oneonone', act: 'write' });
      const { records, refused, rows } = await readAllRecords(file, schema);
      const summary = await db.transaction(importActor, async tx => {
        const taken = await take(tx, file, records, refused, clock.now());
        const aborted = tooManyRefused(refused.length, rows) ? ('too-many-refused' as const) : null;
        const changes = aborted === null ? await save(tx, taken, options.dryRun) : noChanges;
        return { ...changes, counts: { series: taken.length }, aborted };
      });
      options.onProgress(rows, rows);
      return { ...summary, refused: refused.sort((one, other) => one.line - other.line), dryRun: options.dryRun };
    },
  };
}

async function take(
  tx: Tx,
  file: TextFile,
  records: readonly CsvRecord<Row>[],
  refused: Refusal[],
  now: Date,
): Promise<readonly CadenceRow[]> {
  const workers = await findWorkers(tx, [
    ...new Set(records.flatMap(({ value }) => [managerKey(value), memberKey(value)])),
  ]);
  const managers = new Map<string, string>();
  const taken: CadenceRow[] = [];
  for (const { row, value } of records) {
    const checked = checkRow(value, workers, managers, now);
    if (checked.kind === 'row') taken.push(checked.row);
    else refused.push(refusal(file.name, row, checked.column, checked.reason));
  }
  return taken;
}

type CheckedRow =
  | { readonly kind: 'row'; readonly row: CadenceRow }
  | { readonly kind: 'refused'; readonly column: string; readonly reason: RefusalReason };

function checkRow(
  value: Row,
  workers: ReadonlyMap<string, Worker>,
  managers: Map<string, string>,
  now: Date,
): CheckedRow {
  const refused = (column: string, reason: RefusalReason): CheckedRow => ({ kind: 'refused', column, reason });
  const [manager, member] = [workers.get(managerKey(value)), workers.get(memberKey(value))];
  if (manager === undefined) return refused('manager_number', 'unknown-person');
  if (member === undefined) return refused('member_number', 'unknown-person');
  const before = managers.get(member.id);
  if (before !== undefined) return refused('member_number', before === manager.id ? 'twice' : 'two-managers');
  managers.set(member.id, manager.id);
  if (!manager.leads) return refused('manager_number', 'no-members');
  if (member.managerId !== manager.id) return refused('manager_number', 'not-their-manager');
  const { rule, start, time_zone: zone, minutes } = value;
  const checked = checkCadence({ rule, start, zone, minutes, until: null }, now);
  if (checked.kind === 'refused') return refused(columns[checked.fault], checked.fault);
  return { kind: 'row', row: { ...checked.cadence, managerId: manager.id, memberId: member.id } };
}

const columns: Readonly<Record<CadenceFault, keyof Row>> = {
  'unknown-zone': 'time_zone',
  'bad-start': 'start',
  'bad-duration': 'minutes',
  'bad-rule': 'rule',
  'too-often': 'rule',
  'no-end': 'rule',
  'too-long': 'rule',
  over: 'rule',
  'no-meeting': 'rule',
};

async function save(tx: Tx, rows: readonly CadenceRow[], dryRun: boolean): Promise<ChangeCounts> {
  const known = await findCadences(
    tx,
    rows.map(({ memberId }) => memberId),
  );
  const created = rows.filter(({ memberId }) => !known.has(memberId));
  const changed = rows.flatMap(row => {
    const before = known.get(row.memberId);
    return before === undefined || isSame(before, row) ? [] : [{ ...row, id: before.id }];
  });
  if (!dryRun) {
    await addSeries(tx, created);
    await changeCadences(tx, changed);
  }
  return { new: created.length, changed: changed.length, unchanged: rows.length - created.length - changed.length };
}

function isSame(before: KnownCadence, row: Cadence): boolean {
  return (['rule', 'start', 'zone', 'minutes', 'until'] as const).every(key => before[key] === row[key]);
}

const memberKey = ({ company, member_number }: Row) => `${company}/${member_number}`;
const managerKey = ({ company, manager_company, manager_number }: Row) =>
  `${manager_company ?? company}/${manager_number}`;

/** `2026-12-01T10:00`; what is no such text is left as it is, and refused as a start. */
function localStart(text: string): string {
  const [, year, month = '', day = '', hour = '', minute] =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2})(?::00)?$/.exec(text.normalize('NFKC')) ?? [];
  const two = (part: string) => part.padStart(2, '0');
  return year === undefined ? text : `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}`;
}
