import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const writer = fileURLToPath(new URL('../support/embedded-writer.ts', import.meta.url));

/** Runs the writer on a file system of `megabytes` that exists for this process alone; then looks at it full, and with more room. */
function writeUntilFull(megabytes: number): string[] {
  const script = [
    'mount -t tmpfs -o "size=$1m" tmpfs /mnt && "$2" "$3" /mnt/data until-full',
    '"$2" "$3" /mnt/data look',
    'mount -o remount,size=300m /mnt && "$2" "$3" /mnt/data look',
  ].join('; ');
  const args = [
    '--user',
    '--map-root-user',
    '--mount',
    'sh',
    '-c',
    script,
    'sh',
    String(megabytes),
    process.execPath,
    writer,
  ];
  return spawnSync('unshare', args, { encoding: 'utf8', timeout: 200_000 }).stdout.trim().split('\n');
}

it('a full disk stops the embedded database with a word to the process, and every committed row is there once there is room', () => {
  const lines = writeUntilFull(90);
  expect(lines.filter(line => line.startsWith('fatal'))).toEqual(['fatal db.disk-full']);
  expect(lines).toContain('stopped db.disk-full');
  expect(lines).toContain('refused db.disk-full');
  const acknowledged = lines.filter(line => line.startsWith('committed')).length;
  expect(acknowledged).toBeGreaterThan(0);
  expect(lines.at(-1)).toBe(`rows ${acknowledged} highest ${acknowledged}`);
}, 240_000);

it('a disk too small for the first start is told as full, not as damaged, and starts once there is room', () => {
  const lines = writeUntilFull(15);
  expect(lines[0]).toBe('refused db.disk-full');
  expect(lines.at(-1)).toBe('rows 0 highest 0');
}, 240_000);
