import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../../../platform/db/database.ts';
import type { TextFile } from '../../../platform/files/csv-file.ts';
import {
  choiceCell,
  integerCell,
  keyCell,
  listCell,
  readAllRecords,
  textCell,
} from '../../../platform/files/csv-records.ts';
import {
  type ImportOptions,
  type ImportSummary,
  refusal,
  tooManyRefused,
} from '../../../platform/files/import-report.ts';
import { namedId } from '../../../platform/ids/ids.ts';
import { isTimeZone } from '../../../platform/time/time-zone.ts';
import { importActor } from './people-csv.ts';
import { companyHashes, type StoredCompany, upsertCompanies } from './people-import.repository.ts';

const schema = z.object({
  code: keyCell,
  name_ja: textCell(200),
  name_en: textCell(200),
  country: z.string().regex(/^[A-Z]{2}$/, 'not-allowed'),
  time_zone: z.string().refine(isTimeZone, 'not-allowed'),
  locale: choiceCell(['ja', 'en']),
  fiscal_year_start_month: integerCell(1, 12),
  hr_desk_ja: textCell(200),
  hr_desk_en: textCell(200),
  hr_email: z.email('not-allowed').max(200, 'too-long'),
  // Mail domains that only people of this company have; the column may be left out.
  email_domains: listCell(253)
    .transform(domains => [...new Set(domains.map(domain => domain.toLowerCase()))].sort())
    .refine(domains => domains.every(domain => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)), 'not-allowed')
    .default([]),
});

export const companiesTemplate = [
  Object.keys(schema.shape),
  [
    'HQ',
    '道標株式会社',
    'Michishirube Corporation',
    'JP',
    'Asia/Tokyo',
    'ja',
    '4',
    '人事部 キャリア相談窓口',
    'HR Department, career desk',
    'career-desk@michishirube.example',
    'michishirube.example',
  ],
] as const;

export async function importCompanies(db: Database, file: TextFile, options: ImportOptions): Promise<ImportSummary> {
  const { records, refused, rows } = await readAllRecords(file, schema);
  const companies = new Map<string, StoredCompany>();
  for (const { row, value } of records) {
    if (companies.has(value.code)) refused.push(refusal(file.name, row, 'code', 'twice'));
    else companies.set(value.code, { ...value, id: namedId('company', value.code), content_hash: hashOf(value) });
  }
  const all = [...companies.values()];
  const counts = { companies: all.length };
  const base = { counts, refused, dryRun: options.dryRun };
  if (tooManyRefused(refused.length, rows))
    return { ...base, new: 0, changed: 0, unchanged: 0, aborted: 'too-many-refused' };
  const changes = await db.transaction(importActor, async tx => {
    const stored = await companyHashes(tx);
    const touched = all.filter(company => stored.get(company.id) !== company.content_hash);
    if (!options.dryRun) await upsertCompanies(tx, touched);
    const created = touched.filter(company => !stored.has(company.id)).length;
    return { new: created, changed: touched.length - created, unchanged: all.length - touched.length };
  });
  options.onProgress(all.length, all.length);
  return { ...base, ...changes, aborted: null };
}

function hashOf(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
