import type { Home, HomeView } from '../../src/conversation/contract/home.ts';
import type { Locale } from '../../src/platform/i18n/locale.ts';
import type { Log } from '../../src/platform/log/log.ts';
import type { Installations } from './installations.ts';
import { slackLimits } from './limits.ts';
import { type Party, turnUser } from './party.ts';
import { renderForm, renderNotice } from './render/form.ts';
import { renderHome } from './render/home.ts';
import { assertView } from './render/validate.ts';
import type { SentRepository } from './sent.repository.ts';
import { slackMessages } from './slack.messages.ts';
import type { SlackApi } from './web-api.ts';

export interface DeskDeps {
  readonly api: SlackApi;
  readonly installations: Installations;
  readonly sent: SentRepository;
  readonly home: Home;
  readonly log: Log;
}

interface FormPress {
  readonly formId: string;
  readonly madeFor: string | null;
  readonly locale: Locale;
  readonly ref: string;
  readonly address: string;
}

/** What a person opens in Slack besides messages. All of it is drawn anew whenever it is opened, so a call that fails is only logged. */
export interface Desk {
  publish(party: Party, user: string): Promise<void>;
  suggest(party: Party, user: string, channel: string, thread: string | null): Promise<void>;
  openForm(party: Party, trigger: string, press: FormPress): Promise<void>;
}

export function createDesk(deps: DeskDeps): Desk {
  const { installations, sent, home } = deps;

  async function call(party: Party, method: string, input: Readonly<Record<string, unknown>>): Promise<void> {
    const found = await installations.token(party.installation);
    if (found === null) return;
    const called = await deps.api.call(method, found.token, input);
    if (called.kind !== 'ok') deps.log.warn('slack.desk-call', { method, outcome: called.kind });
  }

  const viewOf = (party: Party, user: string): Promise<HomeView> =>
    home.of({ channel: 'slack', ...turnUser(party, user, null) }, null);

  return {
    async publish(party, user) {
      const { view, forms } = renderHome(await viewOf(party, user), `home-${party.tenant}-${user}`);
      assertView(view);
      if (forms.size > 0) await sent.keepForms(forms);
      await call(party, 'views.publish', { user_id: user, view });
    },
    async suggest(party, user, channel, thread) {
      const { prompts, locale } = await viewOf(party, user);
      if (prompts.length === 0) return;
      await call(party, 'assistant.threads.setSuggestedPrompts', {
        channel_id: channel,
        ...(thread === null ? {} : { thread_ts: thread }),
        title: slackMessages[locale].promptsTitle,
        prompts: prompts.slice(0, slackLimits.prompts).map(({ title, text }) => ({ title, message: text })),
      });
    },
    async openForm(party, trigger, { formId, madeFor, locale, ref, address }) {
      const form = await sent.findForm(formId);
      const view =
        form === null
          ? renderNotice(locale, slackMessages[locale].formGone)
          : renderForm(form, { formId, address, ref, madeFor, locale });
      assertView(view);
      await call(party, 'views.open', { trigger_id: trigger, view });
    },
  };
}
