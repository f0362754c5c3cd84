import module from 'node:module';

// Plain JavaScript on purpose: an older Node cannot even read the TypeScript beside it, and must be told so in words.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Michi needs Node 22.18 or newer and this is ${process.versions.node}. Run it through npm ("npm start"), which brings a Node of its own.\n` +
      `MichiにはNode 22.18以上が必要です(現在は${process.versions.node})。「npm start」のようにnpmから実行すると、同梱のNodeが使われます。\n`,
  );
  process.exit(1);
}
// What is compiled once is kept in the temporary directory: every later command starts in half the time. Where that cannot be written, it is not kept.
module.enableCompileCache?.();
const { runProgram } = await import('./cli/program.ts');
process.exitCode = await runProgram(process.argv.slice(2));
