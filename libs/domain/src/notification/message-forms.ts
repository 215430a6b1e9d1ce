import type { JsonObject } from '../json.js';
import { printable } from '../printable.js';
import type { ChannelKind } from './notification-channel.js';
import { notificationText, type NotificationContent } from './notification-text.js';
import { TONE_OF_KIND } from './notification-kind.js';

/** A body of JSON that is sent by POST. */
type JsonForm = (content: NotificationContent) => JsonObject;

const ICONS = { good: ':white_check_mark:', bad: ':x:', asks: ':raised_hand:' } as const;

/** How each kind of channel that takes JSON is told. */
export const JSON_FORMS: Readonly<Record<Exclude<ChannelKind, 'email'>, JsonForm>> = {
  webhook: webhookBody,
  slack: slackBody,
};

/** As Standard Webhooks recommend it: a type, a time and data. */
function webhookBody(content: NotificationContent): JsonObject {
  const { kind, about, count, since, at, facts, link = null } = content;
  const { title, lines, next } = notificationText(content);
  return {
    type: `notification.${kind}`,
    timestamp: at,
    data: {
      ...{ title, text: lines.join('\n'), next, link, count, since },
      job: about.jobId === null ? null : { id: about.jobId, name: about.job },
      connection: about.connectionId === null ? null : { id: about.connectionId, name: about.connection },
      facts: JSON.parse(JSON.stringify(facts)) as JsonObject,
    },
  };
}

/** As incoming webhooks of Slack and those that are compatible with it take it; `text` is what a notification on a screen shows. */
function slackBody(content: NotificationContent): JsonObject {
  const { title, lines, next } = notificationText(content);
  const headline = `${ICONS[TONE_OF_KIND[content.kind]]} *${mrkdwn(title)}*`;
  const { link = null } = content;
  const body = [
    headline,
    ...lines.map(mrkdwn),
    ...(next === null ? [] : [`\`${mrkdwn(next).replaceAll('`', "'")}\``]),
    ...(link === null ? [] : [`<${link}|Show>`]),
  ].join('\n');
  return {
    text: mrkdwn(title),
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: body.slice(0, SLACK_TEXT) } }],
  };
}

const SLACK_TEXT = 3000;

/** Names must neither mention people (`<!channel>`) nor make links. */
function mrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('*', '∗');
}

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

export function mailText(content: NotificationContent): MailText {
  const { title, lines, next } = notificationText(content);
  const { link = null } = content;
  const more = [...(next === null ? [] : [`Next: ${next}`]), ...(link === null ? [] : [link])];
  const told = [`${title}.`, '', ...lines, ...(more.length === 0 ? [] : ['', ...more])];
  return { subject: `[Evenkeel] ${printable(title)}`, text: `${told.map(printable).join('\n')}\n` };
}
