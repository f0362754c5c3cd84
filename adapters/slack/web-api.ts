import { webApi } from '@slack/bolt';
import type { Undelivered } from '../../src/conversation/contract/channel.ts';
import { AppError } from '../../src/platform/errors/app-error.ts';

/** What a call came to. Every outcome that can be expected is returned. */
export type Called = { readonly kind: 'ok'; readonly data: Readonly<Record<string, unknown>> } | Undelivered;

export interface SlackApi {
  /**
   * One attempt with a timeout; the runtime alone tries again.
   * @throws AppError `slack.refused` when Slack refuses what Michi wrote, which no repetition changes; names method and code, never contents
   */
  call(method: string, token: string, input: Readonly<Record<string, unknown>>): Promise<Called>;
}

export interface SlackApiOptions {
  /** Where a stand-in listens; null = Slack. */
  readonly url: string | null;
  readonly timeoutMs?: number;
}

const gone = new Set([
  'channel_not_found',
  'user_not_found',
  'users_not_found',
  'user_disabled',
  'is_archived',
  'message_not_found',
  'file_not_found',
  'file_deleted',
  'not_found',
  'expired_trigger_id',
  'trigger_expired',
  'thread_not_found',
]);
const forbidden = new Set([
  'not_in_channel',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'missing_scope',
  'no_permission',
  'access_denied',
  'cannot_dm_bot',
  'cannot_dm_user',
  'user_not_visible',
  'messages_tab_disabled',
  'not_allowed_token_type',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'team_access_not_granted',
  'enterprise_is_restricted',
  'ekm_access_denied',
  'org_login_required',
  'cant_update_message',
  'edit_window_closed',
]);
/** Slack's own faults: "it's possible some aspect of the operation succeeded". */
const unknowable = new Set(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable']);
/** The request never left this machine. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

export function createSlackApi({ url, timeoutMs = 10_000 }: SlackApiOptions): SlackApi {
  const client = new webApi.WebClient(undefined, {
    ...(url === null ? {} : { slackApiUrl: `${url.replace(/\/$/, '')}/api/` }),
    retryConfig: { retries: 0 },
    timeout: timeoutMs,
    rejectRateLimitedCalls: true,
    logger: silent,
  });
  return {
    async call(method, token, input) {
      try {
        const { ok: _ok, ...data } = await client.apiCall(method, token === '' ? input : { ...input, token });
        return { kind: 'ok', data };
      } catch (fault) {
        return outcomeOf(fault, method);
      }
    },
  };
}

function outcomeOf(fault: unknown, method: string): Undelivered {
  if (fault instanceof webApi.WebAPIRateLimitedError)
    return { kind: 'rate-limited', retryAfterMs: fault.retryAfter * 1_000 };
  if (fault instanceof webApi.WebAPIPlatformError) return platformOutcome(fault.data.error, method);
  if (fault instanceof webApi.WebAPIHTTPError) return statusOutcome(fault.statusCode);
  // What cannot be read may have been an answer to something that was done.
  if (fault instanceof SyntaxError) return { kind: 'ambiguous' };
  if (!(fault instanceof webApi.WebAPIRequestError)) throw fault;
  const code = codesOf(fault).find(one => neverSent.has(one));
  return code === undefined ? { kind: 'ambiguous' } : { kind: 'temporary', reason: code };
}

/** A status of 5xx says nothing about what was done before. */
function statusOutcome(status: number): Undelivered {
  return status >= 500 ? { kind: 'ambiguous' } : { kind: 'temporary', reason: `http-${status}` };
}

function platformOutcome(error: string, method: string): Undelivered {
  if (gone.has(error)) return { kind: 'gone' };
  if (forbidden.has(error)) return { kind: 'forbidden' };
  if (error === 'ratelimited' || error === 'rate_limited') return { kind: 'rate-limited', retryAfterMs: 1_000 };
  // The SDK puts a body that is no JSON where the code of an error stands.
  if (unknowable.has(error) || !/^[a-z][a-z0-9_:.-]{1,80}$/i.test(error)) return { kind: 'ambiguous' };
  throw new AppError('slack.refused', { detail: { method, error } });
}

function codesOf(fault: unknown): string[] {
  const codes: string[] = [];
  for (let one = fault; one instanceof Error && codes.length < 6; one = one.cause ?? originalOf(one))
    codes.push('code' in one ? String(one.code) : one.name);
  return codes;
}

function originalOf(fault: Error): unknown {
  return 'original' in fault ? fault.original : undefined;
}

/** The SDK's log lines carry methods and bodies; what is worth knowing is logged by us. */
export const silent: webApi.Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => webApi.LogLevel.ERROR,
  setName: () => undefined,
};
