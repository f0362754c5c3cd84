import { describe, expect, it } from 'vitest';
import { createManifest } from '../../adapters/slack/manifest.ts';

describe('the manifest of the Slack app', () => {
  it('names every address of one Michi, asks for rotating tokens and for no event that is not handled', () => {
    const made = createManifest({ publicUrl: 'https://michi.example/', socketMode: false, orgWide: true });
    expect(made).toMatchObject({
      kind: 'manifest',
      manifest: {
        oauth_config: { redirect_urls: ['https://michi.example/slack/callback'] },
        settings: {
          event_subscriptions: {
            request_url: 'https://michi.example/slack/events',
            bot_events: ['app_home_opened', 'app_mention', 'app_uninstalled', 'message.im', 'tokens_revoked'],
          },
          org_deploy_enabled: true,
          token_rotation_enabled: true,
        },
      },
    });
  });

  it('with Socket Mode Slack needs no address to send to', () => {
    const made = createManifest({ publicUrl: 'https://michi.example', socketMode: true, orgWide: false });
    expect(JSON.stringify(made)).not.toContain('/slack/events');
    expect(made).toMatchObject({ manifest: { settings: { socket_mode_enabled: true } } });
  });

  it('an address that Slack would refuse is named instead of printed', () => {
    for (const publicUrl of ['http://michi.example', 'not an address'])
      expect(createManifest({ publicUrl, socketMode: false, orgWide: false })).toMatchObject({
        kind: 'invalid',
        paths: expect.arrayContaining(['oauth_config.redirect_urls.0']),
      });
  });
});
