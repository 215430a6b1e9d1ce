import { faultsOfChannel, type RequestOf } from '@evenkeel/contracts-admin';
import {
  channelDestinations,
  InvalidFields,
  mailPlace,
  NO_FACTS,
  type ConfigurationFacts,
  type Destinations,
  type JsonObject,
  type MailSettings,
} from '@evenkeel/domain';
import { CredentialSafe } from '@evenkeel/operations';
import type { StoredChannel, Transaction } from '@evenkeel/ports';
import { findChannel } from '../notifications/find-channel.js';
import { ChangeChannels } from '../notifications/change-channels.js';
import {
  ConfiguredKind,
  type FoundObject,
  type ListedObject,
  type SavedObject,
  type WantedObject,
} from './configured-kind.js';
import { openedOrNone } from './found-object.js';

export class ConfiguredChannels extends ConfiguredKind {
  readonly kind = 'NotificationChannel';

  constructor(
    private readonly channels: ChangeChannels,
    private readonly safe: CredentialSafe,
  ) {
    super();
  }

  async list(tx: Transaction): Promise<readonly ListedObject[]> {
    const found: ListedObject[] = [];
    for (const channel of await tx.channels.list()) {
      const { id, name, digestMinutes, sealedSecret } = channel;
      const bound = openedOrNone(() => this.safe.open(sealedSecret, channel, 'channel_secret'));
      const opened = {
        ...targetIn(channel, bound?.credentials ?? {}),
        ...{ subscriptions: await subscriptionsIn(tx, channel), digestMinutes },
      } as JsonObject;
      found.push({ id, name, opened, boundTo: bound?.destinations ?? null });
    }
    return found;
  }

  override destinationsOf({ webhook, slack, email }: JsonObject): Destinations {
    const place =
      email === undefined
        ? (URL.parse(((webhook ?? slack) as JsonObject)['url'] as string)?.origin ?? 'nowhere')
        : mailPlace(email as unknown as MailSettings);
    return channelDestinations({ place });
  }

  async add(tx: Transaction, wanted: WantedObject): Promise<SavedObject> {
    const { id } = await this.channels.insert(tx, formOf(wanted));
    return { id, afterwards: null };
  }

  async change(tx: Transaction, wanted: WantedObject, { id }: FoundObject): Promise<null> {
    await this.channels.update(tx, await findChannel(tx, id, 'lock'), formOf(wanted));
    return null;
  }

  async remove(tx: Transaction, { id }: FoundObject): Promise<null> {
    await tx.channels.remove(id);
    return null;
  }

  facts(): Promise<ConfigurationFacts> {
    return Promise.resolve(NO_FACTS);
  }
}

/** Throws `request.invalid` where what its references lead to is not what stands there. */
function formOf({ name, opened }: WantedObject): RequestOf<'addNotificationChannel'> {
  const faults = faultsOfChannel(name, opened);
  if (faults.length > 0) throw new InvalidFields('request.invalid', faults);
  return { ...opened, name } as unknown as RequestOf<'addNotificationChannel'>;
}

function targetIn({ kind, mail }: StoredChannel, { url, signingSecret, password }: JsonObject): object {
  if (kind === 'email') return { email: { ...mail, ...(password !== undefined && { password }) } };
  const address = url === undefined ? {} : { url };
  if (kind === 'slack') return { slack: address };
  return { webhook: { ...address, ...(signingSecret !== undefined && { secret: signingSecret }) } };
}

async function subscriptionsIn(
  tx: Transaction,
  { subscriptions }: StoredChannel,
): Promise<readonly object[]> {
  const told: object[] = [];
  for (const { kinds, about } of subscriptions) {
    if (about === null) told.push({ kinds });
    else if ('jobId' in about)
      told.push({ kinds, job: (await tx.jobs.find(about.jobId))?.name ?? about.jobId });
    else
      told.push({
        kinds,
        connection: (await tx.connections.find(about.connectionId))?.name ?? about.connectionId,
      });
  }
  return told;
}
