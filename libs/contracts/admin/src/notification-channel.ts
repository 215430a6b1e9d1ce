import { DEFAULT_DIGEST_MINUTES, MAIL_ENCRYPTIONS, NOTIFICATION_KINDS, USUAL_KINDS } from '@evenkeel/domain';
import { z } from 'zod';
import { force, saysMore } from './managed.js';
import { SAYS_OF_CHANNEL as SAYS } from './says-of-channel.js';

const address = z.email().max(320);
const sender = z
  .string()
  .max(400)
  .regex(
    /^(?:[^<>\p{Cc}]*<[^<>\s]+@[^<>\s]+>|[^<>\s]+@[^<>\s]+)$/u,
    'must be an address, or a name and <address>',
  );

const webhookUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address with http or https' })
  .max(2000)
  .refine(
    (text) => ['username', 'password', 'hash'].every((part) => URL.parse(text)?.[part as 'hash'] === ''),
    'must be without a name, a password and a fragment',
  );

const signingSecret = z
  .string()
  .max(200)
  .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'must be `whsec_` and at least 24 bytes in Base64');

const webhook = z
  .strictObject({
    url: webhookUrl.describe(
      'Where notifications are posted to. It is encrypted at once; only its host is shown.',
    ),
    secret: signingSecret
      .describe(
        'Signs them as Standard Webhooks says (`whsec_...`). Left out when a channel is added: one is made, and shown once. Left out later: it stays, unless the address leads to another host.',
      )
      .optional(),
  })
  .meta({
    id: 'WebhookChannel',
    description: 'A webhook that takes signed notifications (Standard Webhooks).',
  });

const slack = z
  .strictObject({
    url: webhookUrl.describe(
      'The incoming webhook, which is its own secret: it is encrypted at once; only its host is shown.',
    ),
  })
  .meta({ id: 'SlackChannel', description: 'An incoming webhook of Slack, or of what takes the same.' });

const mail = z.strictObject({
  host: z
    .string()
    .max(253)
    .regex(/^(?:[\w-]+(?:\.[\w-]+)*|[0-9a-fA-F:.]+)$/, 'must be a name or an address')
    .describe(SAYS.host),
  port: z.int().min(1).max(65_535).describe(SAYS.port),
  encryption: z.enum(MAIL_ENCRYPTIONS).describe(SAYS.encryption),
  user: z.string().min(1).max(320).nullable().describe(SAYS.user),
  password: z
    .string()
    .min(1)
    .max(1000)
    .describe(
      'With which it is logged in to. It is encrypted at once, bound to host and port, and never shown. Left out later: it stays, unless host or port change.',
    )
    .optional(),
  from: sender.describe(SAYS.from),
  to: z.array(address).min(1).max(50).describe(SAYS.to),
  caCertificate: z
    .string()
    .max(20_000)
    .regex(/^-----BEGIN CERTIFICATE-----/, 'must be a certificate in PEM')
    .nullable()
    .describe(SAYS.caCertificate),
});
// What is left out of a change must not become what it is by default.
const email = mail
  .extend({
    encryption: mail.shape.encryption.default('starttls'),
    user: mail.shape.user.default(null),
    caCertificate: mail.shape.caCertificate.default(null),
  })
  .meta({ id: 'EmailChannel', description: 'E-mail, handed over to a mail server (SMTP).' });

const subscription = z
  .strictObject({
    kinds: z
      .array(z.enum(NOTIFICATION_KINDS))
      .min(1)
      .max(NOTIFICATION_KINDS.length)
      .describe(`${SAYS.kinds} Left out: ${USUAL_KINDS.map((kind) => `\`${kind}\``).join(', ')}.`)
      .default([...USUAL_KINDS]),
    job: z.string().min(1).max(200).describe('Only of this job (name or id).').optional(),
    connection: z
      .string()
      .min(1)
      .max(200)
      .describe('Only of this connection (name or id) and its jobs.')
      .optional(),
  })
  .refine(({ job, connection }) => job === undefined || connection === undefined, {
    error: 'names a job or a connection, not both',
  })
  .meta({ id: 'NewSubscription', description: 'What a channel is told of, about which jobs.' });

const subscriptions = z
  .array(subscription)
  .min(1)
  .max(100)
  .describe(
    'What it is told of: it is told once of what several ask for. Left out when a channel is added: of all jobs what asks for a person, and that it is over.',
  );
const digestMinutes = z.int().min(0).max(1440).describe(SAYS.digestMinutes);
const name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\w.-]+$/, 'must be letters, digits, dots, dashes and underscores')
  .describe(SAYS.name);

const isOne = (given: object): boolean =>
  ['webhook', 'slack', 'email'].filter((kind) => given[kind as keyof typeof given] !== undefined).length ===
  1;

export const addNotificationChannel = z
  .strictObject({
    name,
    webhook: webhook.optional(),
    slack: slack.optional(),
    email: email.optional(),
    subscriptions: subscriptions.default([{ kinds: [...USUAL_KINDS] }]),
    digestMinutes: digestMinutes.default(DEFAULT_DIGEST_MINUTES),
  })
  .refine(isOne, { error: 'must have one of `webhook`, `slack` and `email`' })
  .meta({ id: 'AddNotificationChannel', description: 'A place where people want to be told.' });

export const changeNotificationChannel = z
  .strictObject({
    name: name.optional(),
    webhook: webhook.optional(),
    slack: slack.optional(),
    email: mail
      .partial()
      .meta({ id: 'ChangeEmailChannel', description: 'What is left out stays.' })
      .optional(),
    subscriptions: subscriptions.optional(),
    digestMinutes: digestMinutes.optional(),
    force,
  })
  .refine(saysMore, 'says nothing: give what is to change')
  .meta({ id: 'ChangeNotificationChannel', description: 'What is left out stays.' });
