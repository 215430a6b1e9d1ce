import type { Destinations } from '../connection/credential-binding.js';
import type { ConnectionId, JobId, TenantId } from '../ids.js';
import type { NotificationKind } from './notification-kind.js';

/** How a channel reaches people: a signed webhook, an incoming webhook as Slack has them, or e-mail. */
export const CHANNEL_KINDS = ['webhook', 'slack', 'email'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** How a connection to a mail server is kept secret: from its first byte, by STARTTLS, which is insisted on, or not at all. */
export const MAIL_ENCRYPTIONS = ['tls', 'starttls', 'none'] as const;
export type MailEncryption = (typeof MAIL_ENCRYPTIONS)[number];

/** Where mail is handed over, and whom it is for. */
export interface MailSettings {
  readonly host: string;
  readonly port: number;
  readonly encryption: MailEncryption;
  /** Null: the server asks for no name. */
  readonly user: string | null;
  readonly from: string;
  readonly to: readonly string[];
  /** PEM of the authority that signed the certificate of the server; null: one that this machine knows. */
  readonly caCertificate: string | null;
}

/** Of which jobs a channel is told which kinds. */
export interface ChannelSubscription {
  readonly kinds: readonly NotificationKind[];
  /** Null: of whichever job or connection. */
  readonly about: { readonly jobId: JobId } | { readonly connectionId: ConnectionId } | null;
}

/** Where people want to be told. */
export interface NotificationChannel {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly name: string;
  readonly kind: ChannelKind;
  /** Where it leads, without what is secret of it: an origin, or host and port. */
  readonly place: string;
  /** Only of e-mail. */
  readonly mail: MailSettings | null;
  readonly subscriptions: readonly ChannelSubscription[];
  /** Of one kind about one job it is told at most once in so many minutes, then of all that came meanwhile. 0: each by itself. */
  readonly digestMinutes: number;
  readonly revision: number;
}

export const DEFAULT_DIGEST_MINUTES = 15;

/** What a secret of a channel is given for. */
export function channelDestinations({ place }: Pick<NotificationChannel, 'place'>): Destinations {
  return { address: place };
}

export function mailPlace({ host, port }: Pick<MailSettings, 'host' | 'port'>): string {
  return `smtp://${host.includes(':') ? `[${host}]` : host.toLowerCase()}:${port}`;
}
