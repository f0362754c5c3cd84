import { existsSync, readdirSync } from 'node:fs';

/**
 * `npm run eval -- <kind> [arguments]` runs `./<kind>.eval.ts`, which exports `run(arguments)` and prints one JSON object on its last line.
 */
const [kind = '', ...rest] = process.argv.slice(2);
const file = new URL(`./${kind}.eval.ts`, import.meta.url);
if (!/^[a-z-]+$/.test(kind) || !existsSync(file)) {
  const kinds = readdirSync(new URL('.', import.meta.url)).flatMap(name =>
    name.endsWith('.eval.ts') ? [name.slice(0, -'.eval.ts'.length)] : [],
  );
  process.stderr.write(`usage: npm run eval -- <kind> [arguments], with <kind> one of: ${kinds.join(', ')}\n`);
  process.exitCode = 2;
} else {
  const { run } = (await import(file.href)) as { run(args: string[]): Promise<void> }; // the contract of the files named *.eval.ts
  await run(rest);
}
