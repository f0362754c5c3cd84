import { existsSync, readdirSync } from 'node:fs';

/** `npm run bench -- <name> [arguments]` runs `./<name>.bench.ts`, which exports `run(arguments)` and prints one JSON object on its last line. */
const [name = '', ...rest] = process.argv.slice(2);
const file = new URL(`./${name}.bench.ts`, import.meta.url);
if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
  const names = readdirSync(new URL('.', import.meta.url)).flatMap(entry =>
    entry.endsWith('.bench.ts') ? [entry.slice(0, -'.bench.ts'.length)] : [],
  );
  process.stderr.write(`usage: npm run bench -- <name> [arguments], with <name> one of: ${names.join(', ')}\n`);
  process.exitCode = 2;
} else {
  const { run } = (await import(file.href)) as { run(args: string[]): Promise<void> }; // the contract of the files named *.bench.ts
  await run(rest);
}
