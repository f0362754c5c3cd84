import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);
const cruiseSchema = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
  modules: z.array(z.object({ source: z.string() })),
});

async function cruise(cwd: string, ...folders: string[]) {
  const { stdout } = await run(
    'depcruise',
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
    {
      cwd,
      maxBuffer: 256 * 1024 * 1024,
    },
  ).catch((fault: { stdout: string }) => fault);
  return cruiseSchema.parse(JSON.parse(stdout));
}

/** Wrong imports, one for each wall; planted in a copy of the tree, beside the real files. */
const planted = [
  {
    file: 'src/platform/time/planted-wrong-import.ts',
    imports: '../../domains/people/people.types.ts',
    rule: 'platform-knows-nothing-above',
  },
  {
    file: 'src/conversation/contract/planted-wrong-import.ts',
    imports: '../../platform/db/database.ts',
    rule: 'contract-knows-only-zod-ids-time-actor',
  },
  {
    file: 'src/conversation/runtime/planted-wrong-import.ts',
    imports: '../../domains/people/people.types.ts',
    rule: 'runtime-knows-no-area-and-no-adapter',
  },
  {
    file: 'src/domains/people/planted-wrong-import.ts',
    imports: '../catalogue/items.repository.ts',
    rule: 'an-area-sees-only-service-and-types-of-another',
  },
  {
    file: 'src/domains/people/planted.rules.ts',
    imports: '../../platform/db/database.ts',
    rule: 'rules-and-types-are-pure',
  },
  {
    file: 'src/domains/catalogue/intents/planted-wrong-import.ts',
    imports: '../../../platform/db/database.ts',
    rule: 'intents-never-touch-storage',
  },
  {
    file: 'adapters/web/planted-wrong-import.ts',
    imports: '../../src/domains/people/people.types.ts',
    rule: 'adapters-see-contract-and-platform',
  },
  {
    file: 'src/domains/people/planted-adapter-import.ts',
    imports: '../../../adapters/web/web-adapter.ts',
    rule: 'only-app-imports-adapters',
  },
  { file: 'src/domains/people/planted-vendor-import.ts', imports: 'pg', rule: 'postgres-has-one-home' },
  { file: 'src/domains/people/planted-app-import.ts', imports: '../../app/config.ts', rule: 'nobody-imports-app' },
];

describe('import rules', () => {
  it('the tree keeps every rule, and no file of it is missing from the cruise', async () => {
    const result = await cruise('.', 'src', 'adapters', 'test');
    expect(result.summary.violations).toEqual([]);
    const { stdout } = await run('git', [
      'ls-files',
      '--cached',
      '--others',
      '--exclude-standard',
      'src/**.ts',
      'adapters/**.ts',
      'test/**.ts',
    ]);
    const cruised = new Set(result.modules.map(module => module.source));
    const files = stdout.split('\n').filter(file => file !== '');
    expect(files.filter(file => !cruised.has(file))).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });

  describe('a planted wrong import is caught', () => {
    let caught: readonly string[] = [];
    let copy = '';
    beforeAll(async () => {
      copy = await mkdtemp(join(tmpdir(), 'michi-planted-'));
      for (const part of ['src', 'adapters', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
        await cp(part, join(copy, part), { recursive: true });
      }
      await symlink(resolve('node_modules'), join(copy, 'node_modules'));
      for (const plant of planted) {
        await mkdir(dirname(join(copy, plant.file)), { recursive: true });
        await writeFile(
          join(copy, plant.file),
          `import * as wrong from '${plant.imports}';\nexport const planted = wrong;\n`,
        );
      }
      caught = (await cruise(copy, 'src', 'adapters')).summary.violations.map(
        violation => `${violation.rule.name} ${violation.from}`,
      );
    });
    afterAll(() => rm(copy, { recursive: true, force: true }));

    it.each(planted)('$rule is broken by $file', plant => {
      expect(caught).toContain(`${plant.rule} ${plant.file}`);
    });
  });
});
