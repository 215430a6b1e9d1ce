import {
  assertBoundTo,
  channelDestinations,
  JSON_FORMS,
  mailText,
  notificationLink,
  SyncError,
  type ChannelKind,
  type JsonObject,
  type NotificationContent,
} from '@evenkeel/domain';
import { CredentialSafe } from '@evenkeel/operations';
import {
  HttpCallers,
  MailSender,
  PublicAddress,
  type BodyFormat,
  type CallSigning,
  type HttpCaller,
  type StoredChannel,
} from '@evenkeel/ports';

/** When it is sent again is decided where its time is known. */
const ONE_TRY = { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 };
const LIMITS = { callTimeoutMs: 15_000, responseBytes: 64 * 1024 };

/** What a receiver answers says nothing: that it was 2xx does. */
const ANY_TEXT: BodyFormat = { name: 'text', accept: '*/*', isNamedBy: () => true, read: () => null };

type Content = NotificationContent & { readonly id: string };

/** Sends one notification to its channel, once. Rejects with why the channel did not take it. */
export class SendNotification {
  constructor(
    private readonly safe: CredentialSafe,
    private readonly callers: HttpCallers,
    private readonly mail: MailSender,
    private readonly address: PublicAddress,
  ) {}

  async send(channel: StoredChannel, told: Content, signal: AbortSignal): Promise<void> {
    const secrets = this.openSecrets(channel);
    const content = { ...told, link: notificationLink(told, this.address.url) };
    if (channel.kind === 'email') await this.sendMail(channel, { secrets, content, signal });
    else await this.post(channel, channel.kind, { secrets, content, signal });
  }

  private async sendMail({ mail }: StoredChannel, { secrets, content, signal }: Sending): Promise<void> {
    if (mail === null) throw new SyncError('system.unexpected', 'A channel of e-mail has no mail server');
    const { from, to, ...server } = mail;
    const { subject, text } = mailText(content);
    const messageId = `<${content.id}@${from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '')}>`;
    const password = textOf(secrets, 'password');
    await this.mail.send({ from, to, subject, text, messageId }, { ...server, password }, signal);
  }

  private async post(
    channel: StoredChannel,
    kind: Exclude<ChannelKind, 'email'>,
    { secrets, content, signal }: Sending,
  ): Promise<void> {
    const url = textOf(secrets, 'url');
    if (url === null) throw new SyncError('system.unexpected', 'A channel has no address');
    const key = textOf(secrets, 'signingSecret');
    await this.callerOf(channel, signal).json({
      ...{ method: 'POST', once: true, url, format: ANY_TEXT },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(JSON_FORMS[kind](content)),
      secrets: [...secretPartsOf(url), ...(key === null ? [] : [key])],
      ...(key !== null && { sign: signingOf(content.id, key) }),
    });
  }

  private callerOf({ id, tenantId, place }: StoredChannel, signal: AbortSignal): HttpCaller {
    const connection = {
      ...{ id, tenantId, name: 'notification', quota: null, retry: ONE_TRY },
      ...{ origins: [place], limits: LIMITS },
    };
    return this.callers.forConnection(connection, { signal, share: 'bulk' });
  }

  private openSecrets(channel: StoredChannel): JsonObject {
    const bound = this.safe.open(channel.sealedSecret, channel, 'channel_secret');
    if (bound === null) return {};
    assertBoundTo(bound.destinations, channelDestinations(channel));
    return bound.credentials;
  }
}

interface Sending {
  readonly secrets: JsonObject;
  readonly content: Content;
  readonly signal: AbortSignal;
}

/** As Standard Webhooks 1.0 wants it: over id, time and body. */
function signingOf(id: string, key: string): CallSigning {
  return {
    ...{ algorithm: 'sha256', encoding: 'base64', keyEncoding: 'base64', timestamp: 'seconds' },
    key: key.replace(/^whsec_/, ''),
    text: '{id}.{timestamp}.{body}',
    bodyHash: { algorithm: 'sha256', encoding: 'hex' },
    values: { id: `msg_${id}` },
    headers: {
      'webhook-id': '{id}',
      'webhook-timestamp': '{timestamp}',
      'webhook-signature': 'v1,{signature}',
    },
    query: {},
  };
}

/** The address alone allows to send to it: no message shows more of it than where it leads. */
function secretPartsOf(url: string): readonly string[] {
  const { pathname, search, searchParams } = new URL(url);
  const parts = [pathname, search, ...pathname.split('/'), ...searchParams.values()];
  return parts.filter((part) => part.length > 1);
}

function textOf(secrets: JsonObject, name: string): string | null {
  const value = secrets[name];
  return typeof value === 'string' ? value : null;
}
