import type { Messages } from '../../platform/i18n/messages.ts';

const en = {
  about: 'print the manifest from which the Slack app is made, checked against the limits of Slack',
  url: 'where Slack reaches Michi, https; default MICHI_PUBLIC_URL',
  socketMode: 'for development: Michi opens the connection itself',
  orgWide: 'may be installed for a whole Enterprise Grid at once',
  noUrl: 'Slack needs an address with https to reach Michi. Set MICHI_PUBLIC_URL, or give --url. Nothing was printed.',
  invalid: (paths: string) => `Slack would refuse this manifest because of ${paths}. Nothing was printed; check --url.`,
  next: (url: string) =>
    `Paste it at https://api.slack.com/apps → Create New App → From a manifest. Then set the SLACK_ variables, start Michi, and open ${url}/slack/install.`,
};

const ja: typeof en = {
  about: 'Slackアプリのもとになるマニフェストを、Slackの制限に照らして確かめて表示する',
  url: 'SlackからMichiに届くアドレス(https)。省略時はMICHI_PUBLIC_URL',
  socketMode: '開発用。Michiから接続を開く',
  orgWide: 'Enterprise Grid全体に一度でインストールできるようにする',
  noUrl:
    'SlackからMichiに届くhttpsのアドレスが必要です。MICHI_PUBLIC_URLか--urlを指定してください。何も表示していません。',
  invalid: paths =>
    `${paths} のため、このマニフェストはSlackに断られます。--urlをご確認ください。何も表示していません。`,
  next: url =>
    `https://api.slack.com/apps の Create New App → From a manifest に貼り付け、SLACK_で始まる変数を設定してMichiを起動し、${url}/slack/install を開いてください。`,
};

export const slackManifestMessages: Messages<typeof en> = { en, ja };
