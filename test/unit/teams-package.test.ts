import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildTeamsPackage } from '../../adapters/teams/package/build-package.ts';
import { manifestMessages } from '../../adapters/teams/package/manifest.messages.ts';

const developer = {
  name: 'Tsukumine Holdings',
  websiteUrl: 'https://michi.example/',
  privacyUrl: 'https://michi.example/privacy',
  termsOfUseUrl: 'https://michi.example/terms',
};
const settings = { appId: '11111111-2222-4333-8444-555555555555', version: '1.0.0', developer };

/** Reads what the local headers of a zip say, as an unpacker without its directory would. */
function unzipped(zip: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const [method, size, name, extra] = [
      zip.readUInt16LE(at + 8),
      zip.readUInt32LE(at + 18),
      zip.readUInt16LE(at + 26),
      zip.readUInt16LE(at + 28),
    ];
    const start = at + 30 + name + extra;
    const raw = zip.subarray(start, start + size);
    files.set(zip.toString('utf8', at + 30, at + 30 + name), method === 8 ? inflateRawSync(raw) : raw);
    at = start + size;
  }
  return files;
}

it('the package has the manifest, the Japanese strings and both icons in their sizes', async () => {
  const files = unzipped(await buildTeamsPackage(settings));
  expect([...files.keys()]).toEqual(['manifest.json', 'ja.json', 'color.png', 'outline.png']);
  expect(JSON.parse(String(files.get('manifest.json')))).toMatchObject({ bots: [{ botId: settings.appId }] });
  const sizeOf = (name: string) => [files.get(name)?.readUInt32BE(16), files.get(name)?.readUInt32BE(20)];
  expect([sizeOf('color.png'), sizeOf('outline.png')]).toEqual([
    [192, 192],
    [32, 32],
  ]);
});

it('the same settings give the same bytes', async () => {
  expect((await buildTeamsPackage(settings)).equals(await buildTeamsPackage(settings))).toBe(true);
});

it('Microsoft’s own schema refuses what Teams would refuse, before anybody uploads it', async () => {
  for (const wrong of [
    { ...settings, appId: 'not-an-id' },
    { ...settings, developer: { ...developer, name: 'x'.repeat(33) } },
    { ...settings, developer: { ...developer, websiteUrl: 'http://michi.example/' } },
  ])
    await expect(buildTeamsPackage(wrong)).rejects.toMatchObject({ code: 'teams.manifest-invalid' });
});

it('the short description fits in both languages, and Japanese has as many commands as English', () => {
  for (const words of Object.values(manifestMessages)) expect(words.short.length).toBeLessThanOrEqual(80);
  expect(manifestMessages.ja.commands).toHaveLength(manifestMessages.en.commands.length);
});

it('only one file of the adapter knows the SDK whose support has ended', async () => {
  const { glob } = await import('node:fs/promises');
  const knowing: string[] = [];
  for await (const file of glob('adapters/teams/**/*.ts', { cwd: new URL('../../', import.meta.url).pathname }))
    if (
      /from '(botbuilder|botframework)|import\('(botbuilder|botframework)/.test(
        await readFile(new URL(`../../${file}`, import.meta.url), 'utf8'),
      )
    )
      knowing.push(file);
  expect(knowing).toEqual(['adapters/teams/sdk-auth.ts']);
});
