import { existsSync, readdirSync } from 'node:fs';

/** `npm run faults -- <name> [arguments]` runs `./<name>.faults.ts`, which exports `run(arguments)` and prints a table, then one JSON object. */
const [name = '', ...rest] = process.argv.slice(2);
const file = new URL(`./${name}.faults.ts`, import.meta.url);
if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
  const names = readdirSync(new URL('.', import.meta.url)).flatMap(entry =>
    entry.endsWith('.faults.ts') ? [entry.slice(0, -'.faults.ts'.length)] : [],
  );
  process.stderr.write(`usage: npm run faults -- <name> [arguments], with <name> one of: ${names.join(', ')}\n`);
  process.exitCode = 2;
} else {
  const { run } = (await import(file.href)) as { run(args: string[]): Promise<void> }; // the contract of the files named *.faults.ts
  await run(rest);
}
