import type { Messages } from '../../platform/i18n/messages.ts';

const en = {
  note: (expiresAt: Date) =>
    `Works once, until ${expiresAt.toISOString()}. Whoever opens it is that person: hand it over in private.`,
};
const ja: typeof en = {
  note: expiresAt =>
    `一度だけ、${expiresAt.toISOString()} まで使えます。開いた人がその人として扱われますので、本人にだけ渡してください。`,
};

export const webLinkMessages: Messages<typeof en> = { ja, en };
