import { z } from 'zod';

/** Each scope with what Michi does with it; nothing else is asked for. */
export const botScopes = [
  // Answers, and the direct conversation with somebody who has not written.
  'chat:write',
  'im:write',
  // What people write to Michi; looking up whether an answer arrived.
  'im:history',
  'app_mentions:read',
  'channels:history',
  'groups:history',
  // Who writes: standing, confirmed address, employee number.
  'users:read',
  'users:read.email',
  'users.profile:read',
  'commands',
  // Charts as pictures.
  'files:write',
  // The Messages tab: suggested prompts and "looking…".
  'assistant:write',
] as const;

/** Apps that Slack made before mid-2026 also have `assistant_thread_started`, which is understood and not asked for. */
export const botEvents = ['app_home_opened', 'app_mention', 'app_uninstalled', 'message.im', 'tokens_revoked'] as const;

export const shortcutCallback = 'michi:ask';

export interface ManifestOptions {
  /** Where Slack reaches Michi, https. */
  readonly publicUrl: string;
  readonly socketMode: boolean;
  readonly orgWide: boolean;
}

const https = z.url({ protocol: /^https$/ });
const manifestSchema = z.strictObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    long_description: z.string().min(174).max(4_000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    agent_view: z.strictObject({ agent_description: z.string().max(300) }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().regex(/^\/[a-z0-9-]{1,31}$/),
        url: https.exactOptional(),
        description: z.string().max(2_000),
        usage_hint: z.string().max(1_000),
        should_escape: z.boolean(),
      }),
    ),
    shortcuts: z.array(
      z.strictObject({
        name: z.string().max(24),
        type: z.enum(['message', 'global']),
        callback_id: z.string().max(255),
        description: z.string().max(150),
      }),
    ),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(https).max(1_000),
    scopes: z.strictObject({ bot: z.array(z.string()).max(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: https.exactOptional(),
      bot_events: z.array(z.string()).max(100),
    }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: https.exactOptional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});
export type SlackManifest = z.infer<typeof manifestSchema>;

export type ManifestOutcome =
  | { readonly kind: 'manifest'; readonly manifest: SlackManifest }
  /** The places that Slack would refuse, such as `oauth_config.redirect_urls.0`. */
  | { readonly kind: 'invalid'; readonly paths: readonly string[] };

/** The app manifest (docs.slack.dev/reference/app-manifest), checked against the limits that its reference names. */
export function createManifest({ publicUrl, socketMode, orgWide }: ManifestOptions): ManifestOutcome {
  const base = publicUrl.replace(/\/$/, '');
  const request = socketMode ? {} : { request_url: `${base}/slack/events` };
  const draft: SlackManifest = {
    display_information: {
      name: 'Michi',
      description: 'Skills, postings and courses of the people-development programme / 人材開発プログラムの案内',
      long_description: longDescription,
      background_color: '#2F4B8F',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      agent_view: { agent_description: 'Ask about skills, postings and courses. スキル、募集、研修について答えます。' },
      bot_user: { display_name: 'Michi', always_online: true },
      slash_commands: [
        {
          command: '/michi',
          ...(socketMode ? {} : { url: `${base}/slack/events` }),
          description: 'Ask Michi; only you see it. Michiに聞く(ほかの人には見えません)',
          usage_hint: 'which skills does a system architect need?',
          should_escape: true,
        },
      ],
      shortcuts: [
        {
          name: 'Ask Michi / Michiに聞く',
          type: 'message',
          callback_id: shortcutCallback,
          description: 'Michi answers this message to you alone. このメッセージへの答えがあなただけに届きます。',
        },
      ],
    },
    oauth_config: { redirect_urls: [`${base}/slack/callback`], scopes: { bot: [...botScopes] } },
    settings: {
      event_subscriptions: { ...request, bot_events: [...botEvents] },
      interactivity: { is_enabled: true, ...request },
      org_deploy_enabled: orgWide,
      socket_mode_enabled: socketMode,
      token_rotation_enabled: true,
    },
  };
  const parsed = manifestSchema.safeParse(draft);
  if (parsed.success) return { kind: 'manifest', manifest: parsed.data };
  return { kind: 'invalid', paths: parsed.error.issues.map(issue => issue.path.join('.')) };
}

const longDescription = [
  'Michi is a machine (AI) that answers questions about the people-development programme: which skills a role needs, which postings and',
  'courses fit, and what is missing. It answers from the catalogue of the company and says where from. Personal answers come only to the',
  'direct conversation, where nobody else reads. Michi reads messages that are written to it, and no others.\n\n',
  'Michiは、人材開発プログラムについて答える機械(AI)です。役割に必要なスキル、合う募集や研修、足りないものを、会社のカタログからお答えします。',
  '本人に関わる答えは、ほかの人が読まない直接の会話だけに届きます。読むのはMichi宛てのメッセージだけです。',
].join(' ');
