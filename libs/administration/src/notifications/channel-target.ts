import type { RequestOf } from '@evenkeel/contracts-admin';
import {
  assertBoundTo,
  channelDestinations,
  mailPlace,
  type BoundCredentials,
  type ChannelKind,
  type JsonObject,
  type MailSettings,
} from '@evenkeel/domain';
import { InvalidRequest } from '../invalid-request.js';

/** Where a channel leads, and what is secret of it; null: nothing is. */
export interface ChannelTarget {
  readonly kind: ChannelKind;
  readonly place: string;
  readonly mail: MailSettings | null;
  readonly secrets: BoundCredentials | null;
}

type Wanted = Pick<RequestOf<'changeNotificationChannel'>, 'webhook' | 'slack' | 'email'>;

/** What a request makes of the target there was. Throws `request.invalid`, or `config.credentials_bound_elsewhere` where a secret would go to another host than it was given for. */
export function targetOf(wanted: Wanted, before: ChannelTarget | null): ChannelTarget {
  const { webhook, slack, email } = wanted;
  const kind = webhook !== undefined ? 'webhook' : slack !== undefined ? 'slack' : 'email';
  if (webhook === undefined && slack === undefined && email === undefined && before !== null) return before;
  if (before !== null && before.kind !== kind)
    throw new InvalidRequest([{ path: kind, message: `is not of this channel, which is ${before.kind}` }]);
  if (email !== undefined) return mailTarget(email, before);
  const url = webhook?.url ?? slack?.url ?? '';
  const place = new URL(url).origin;
  const given = webhook?.secret === undefined ? {} : { signingSecret: webhook.secret };
  const secrets = { url, ...keptOf(kind === 'webhook' ? 'signingSecret' : null, given, { before, place }) };
  return {
    kind,
    place,
    mail: null,
    secrets: { credentials: secrets, destinations: channelDestinations({ place }) },
  };
}

function mailTarget(
  { password, ...given }: NonNullable<Wanted['email']>,
  before: ChannelTarget | null,
): ChannelTarget {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  // Of a new one the contract has seen to it that nothing is missing.
  const mail = { ...before?.mail, ...said } as MailSettings;
  if (mail.encryption === 'none' && mail.user !== null)
    throw new InvalidRequest([
      { path: 'email.encryption', message: 'must be `tls` or `starttls` where a user logs in' },
    ]);
  const place = mailPlace(mail);
  if (mail.user === null) return { kind: 'email', place, mail, secrets: null };
  const credentials = keptOf('password', password === undefined ? {} : { password }, { before, place });
  if (credentials['password'] === undefined)
    throw new InvalidRequest([{ path: 'email.password', message: 'must be given where a user logs in' }]);
  return {
    kind: 'email',
    place,
    mail,
    secrets: { credentials, destinations: channelDestinations({ place }) },
  };
}

/** What is given, else what was given before, if it is for the same place. */
function keptOf(
  name: string | null,
  given: JsonObject,
  { before, place }: { readonly before: ChannelTarget | null; readonly place: string },
): JsonObject {
  if (name === null || given[name] !== undefined) return given;
  const kept = before?.secrets?.credentials[name];
  if (kept === undefined || before?.secrets == null) return {};
  assertBoundTo(before.secrets.destinations, channelDestinations({ place }));
  return { [name]: kept };
}
