import { manifestMessages } from './manifest.messages.ts';

export interface ManifestSettings {
  /** The app's id in Entra; it is also the bot's. */
  readonly appId: string;
  /** Version of the package: Teams takes an update only under a higher one. */
  readonly version: string;
  readonly developer: {
    readonly name: string;
    readonly websiteUrl: string;
    readonly privacyUrl: string;
    readonly termsOfUseUrl: string;
  };
}

const schemaFolder = 'https://developer.microsoft.com/en-us/json-schemas/teams/v1.19';
const { en, ja } = manifestMessages;

/** The manifest in the version that every Teams of today reads. The app asks for no permission beyond being talked to. */
export function teamsManifest({ appId, version, developer }: ManifestSettings): object {
  return {
    $schema: `${schemaFolder}/MicrosoftTeams.schema.json`,
    manifestVersion: '1.19',
    version,
    id: appId,
    developer,
    name: { short: 'Michi', full: 'Michi' },
    description: { short: en.short, full: en.full },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#2F4B8F',
    localizationInfo: {
      defaultLanguageTag: 'en',
      additionalLanguages: [{ languageTag: 'ja', file: 'ja.json' }],
    },
    bots: [
      {
        botId: appId,
        scopes: ['personal', 'team', 'groupChat'],
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: [{ scopes: ['personal'], commands: en.commands }],
      },
    ],
    validDomains: [],
    permissions: ['identity'],
    defaultInstallScope: 'personal',
  };
}

/** The same words in Japanese, under the names of the places in which they stand. */
export function japaneseStrings(): object {
  const commands = ja.commands.flatMap(({ title, description }, index) => [
    [`bots[0].commandLists[0].commands[${index}].title`, title],
    [`bots[0].commandLists[0].commands[${index}].description`, description],
  ]);
  return {
    $schema: `${schemaFolder}/MicrosoftTeams.Localization.schema.json`,
    'name.short': 'Michi',
    'name.full': 'Michi',
    'description.short': ja.short,
    'description.full': ja.full,
    ...Object.fromEntries(commands),
  };
}
