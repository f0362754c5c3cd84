/** Bodies in the shapes that Slack sends, as docs.slack.dev shows them; every call gives one that no other call gave. */

let events = 0;
function ts(): string {
  events += 1;
  return `1790000000.${String(events).padStart(6, '0')}`;
}

const authorization = (team: string) => ({
  enterprise_id: null,
  team_id: team,
  user_id: 'UMICHI',
  is_bot: true,
  is_enterprise_install: false,
});

interface EventMore {
  readonly team?: string;
  readonly envelope?: object;
}

export function eventBody(event: object, { team = 'T1', envelope = {} }: EventMore = {}) {
  const stamp = ts();
  return {
    token: 'legacy',
    team_id: team,
    api_app_id: 'A1',
    type: 'event_callback',
    event_id: `Ev${stamp.replace('.', '')}`,
    event_time: 1_790_000_000,
    is_ext_shared_channel: false,
    authorizations: [authorization(team)],
    event: { event_ts: stamp, ts: stamp, ...event },
    ...envelope,
  };
}

export const directMessage = (text: string, more: object = {}) =>
  eventBody({ type: 'message', channel: 'DU1', channel_type: 'im', user: 'U1', text, team: 'T1', ...more });

export const mention = (text: string, more: object = {}, envelope: object = {}) =>
  eventBody({ type: 'app_mention', channel: 'C1', user: 'U1', text, team: 'T1', ...more }, { envelope });

interface PressMore {
  readonly user?: string;
  readonly channel?: string | null;
  readonly messageTs?: string;
  readonly more?: object;
}

export function pressBody(
  value: string,
  { user = 'U1', channel = 'DU1', messageTs = '1790000000.000001', more = {} }: PressMore = {},
) {
  const isHome = channel === null;
  return {
    type: 'block_actions',
    user: { id: user, username: 'someone', team_id: 'T1' },
    api_app_id: 'A1',
    token: 'legacy',
    container: isHome
      ? { type: 'view', view_id: 'VHOME' }
      : { type: 'message', message_ts: messageTs, channel_id: channel, is_ephemeral: false },
    trigger_id: `1.2.${ts()}`,
    team: { id: 'T1', domain: 'one' },
    enterprise: null,
    is_enterprise_install: false,
    ...(isHome ? {} : { channel: { id: channel, name: 'directmessage' }, message: { ts: messageTs } }),
    actions: [{ type: 'button', action_id: 'michi:0', block_id: 'b1', value, action_ts: ts() }],
    ...more,
  };
}

export function viewBody(view: object, type: 'view_submission' | 'view_closed' = 'view_submission', more: object = {}) {
  return {
    type,
    user: { id: 'U1', team_id: 'T1' },
    team: { id: 'T1', domain: 'one' },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: 'A1',
    ...(type === 'view_closed' ? { is_cleared: false } : {}),
    view: { id: 'V1', hash: ts(), ...view },
    ...more,
  };
}

export const commandBody = (text: string, more: object = {}) => ({
  token: 'legacy',
  team_id: 'T1',
  team_domain: 'one',
  channel_id: 'C1',
  channel_name: 'general',
  user_id: 'U1',
  user_name: 'someone',
  command: '/michi',
  text,
  api_app_id: 'A1',
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.com/commands/1/2',
  trigger_id: `1.2.${ts()}`,
  ...more,
});

export const shortcutBody = (text: string) => ({
  type: 'message_action',
  callback_id: 'michi:ask',
  trigger_id: `1.2.${ts()}`,
  message_ts: '1.1',
  user: { id: 'U1', team_id: 'T1' },
  team: { id: 'T1', domain: 'one' },
  enterprise: null,
  is_enterprise_install: false,
  channel: { id: 'C1', name: 'general' },
  message: { type: 'message', user: 'U2', ts: '1.1', text },
});
