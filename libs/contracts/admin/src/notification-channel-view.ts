import { CHANNEL_KINDS, MAIL_ENCRYPTIONS, NOTIFICATION_KINDS } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';
import { managedBy } from './managed.js';
import { SAYS_OF_CHANNEL as SAYS } from './says-of-channel.js';

const named = z
  .object({
    id: z.string().describe('Id of the job or connection.'),
    name: z.string().nullable().describe('Null: it is no longer there.'),
  })
  .meta({ id: 'NamedSubject', description: 'A job or a connection.' });

const mailView = z
  .object({
    host: z.string().describe(SAYS.host),
    port: z.int().describe(SAYS.port),
    encryption: z.enum(MAIL_ENCRYPTIONS).describe(SAYS.encryption),
    user: z.string().nullable().describe(SAYS.user),
    from: z.string().describe(SAYS.from),
    to: z.array(z.string()).describe(SAYS.to),
    caCertificate: z.string().nullable().describe(SAYS.caCertificate),
  })
  .meta({ id: 'EmailChannelView', description: 'A mail server, without the password.' });

const view = {
  id: z.uuid().describe('Id of the channel.'),
  name: z.string().describe(SAYS.name),
  kind: z.enum(CHANNEL_KINDS).describe('How it reaches people.'),
  place: z.string().describe('Where it leads: an origin, or host and port of the mail server.'),
  email: mailView.nullable().describe('Only of e-mail.'),
  hasSecret: z
    .boolean()
    .describe('Whether it has an address, a signing secret or a password, which are never shown.'),
  subscriptions: z
    .array(
      z
        .object({
          kinds: z.array(z.enum(NOTIFICATION_KINDS)).describe(SAYS.kinds),
          job: named.nullable().describe('Only of this job; null: of any.'),
          connection: named.nullable().describe('Only of this connection and its jobs; null: of any.'),
        })
        .meta({ id: 'Subscription', description: 'What a channel is told of, about which jobs.' }),
    )
    .describe('What it is told of.'),
  digestMinutes: z.int().describe(SAYS.digestMinutes),
  failingSince: timeView
    .nullable()
    .describe('Since when it takes nothing; null: what it was sent last it took, or nothing was.'),
  failedFor: z.string().nullable().describe('Why it did not take what it was sent last; null: it did.'),
  changedAt: timeView.describe('When it was changed last.'),
  revision: z.int().describe('How often it was changed, from 1; `If-Match` takes it as an ETag.'),
  managedBy,
} as const;

export const notificationChannelView = z
  .object(view)
  .meta({ id: 'NotificationChannel', description: 'A place where people are told, without its secrets.' });
export type NotificationChannelView = z.output<typeof notificationChannelView>;

export const addedNotificationChannel = z
  .object({
    ...view,
    secret: z
      .string()
      .nullable()
      .describe('The signing secret that was made. Shown this once, never again. Null: none was made.'),
  })
  .meta({
    id: 'AddedNotificationChannel',
    description: 'The channel, with the signing secret that was made.',
  });

export const notificationChannelList = z
  .object({ items: z.array(notificationChannelView).describe('By their names.') })
  .meta({ id: 'NotificationChannelList', description: 'All channels of the tenant.' });
