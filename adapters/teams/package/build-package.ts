import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AppManifestUtils } from '@microsoft/app-manifest';
import yazl from 'yazl';
import { AppError } from '../../../src/platform/errors/app-error.ts';
import { japaneseStrings, type ManifestSettings, teamsManifest } from './manifest.ts';

/**
 * The package that an administrator uploads to Teams: manifest, Japanese strings and two icons, checked against Microsoft's own schemas, which
 * come with their package, so that no network is needed. The same settings give the same bytes.
 * @throws AppError `teams.manifest-invalid` with the first fault
 */
export async function buildTeamsPackage(settings: ManifestSettings): Promise<Buffer> {
  const { websiteUrl, privacyUrl, termsOfUseUrl } = settings.developer;
  // The schema lets http pass; the admin centre does not.
  const plain = [websiteUrl, privacyUrl, termsOfUseUrl].find(url => !url.startsWith('https://'));
  if (plain !== undefined) throw invalid('MicrosoftTeams.schema.json', 'addresses must begin with https://');
  const manifest = teamsManifest(settings);
  const strings = japaneseStrings();
  await check(manifest, 'MicrosoftTeams.schema.json');
  await check(strings, 'MicrosoftTeams.Localization.schema.json');
  const zip = new yazl.ZipFile();
  const add = (name: string, content: Buffer) =>
    zip.addBuffer(content, name, { mtime: new Date('2026-01-01T00:00:00Z') });
  add('manifest.json', json(manifest));
  add('ja.json', json(strings));
  for (const icon of ['color.png', 'outline.png'])
    add(icon, await readFile(fileURLToPath(new URL(icon, import.meta.url))));
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function check(document: object, schemaFile: string): Promise<void> {
  const folder = new URL('./json-schemas/teams/v1.19/', import.meta.resolve('@microsoft/app-manifest'));
  const text = await readFile(new URL(schemaFile, folder), 'utf8');
  // One of their patterns leaves a bracket unescaped, which no engine takes in the mode that their own validator uses.
  const schema = JSON.parse(text.replaceAll('\\\\b]\\\\.', '\\\\b\\\\]\\\\.'));
  // Its types know manifests only; strings are checked by the same code against their own schema.
  const faults = await AppManifestUtils.validateAgainstSchema(document as never, schema);
  if (faults[0] !== undefined) throw invalid(schemaFile, faults[0]);
}

function invalid(file: string, fault: string): AppError {
  return new AppError('teams.manifest-invalid', { detail: { file, fault } });
}

function json(document: object): Buffer {
  return Buffer.from(`${JSON.stringify(document, null, 2)}\n`);
}
