import type { NotificationChannelView, RequestOf } from '@evenkeel/contracts-admin';
import { SyncError, type NotificationChannel, type ChannelSubscription } from '@evenkeel/domain';
import { CredentialSafe } from '@evenkeel/operations';
import { Ids, Logger, Store, type StoredChannel, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertEditable } from '../configuration/assert-editable.js';
import { findConnection } from '../connections/find-connection.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { findJob } from '../jobs/find-job.js';
import { targetOf, type ChannelTarget } from './channel-target.js';
import { channelToView } from './channel-view.js';
import { findChannel } from './find-channel.js';

/** Of a signing secret, as Standard Webhooks recommends. */
const SECRET_BYTES = 32;

type AddedChannel = NotificationChannelView & { readonly secret: string | null };
type Wanted = RequestOf<'addNotificationChannel'>;
type ChannelChange = Omit<RequestOf<'changeNotificationChannel'>, 'channel' | 'force'>;

/** Adds, changes and removes channels. Nothing is called. */
export class ChangeChannels {
  constructor(
    private readonly store: Store,
    private readonly safe: CredentialSafe,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.already_exists`, and with `request.not_found` where a subscription names what is not there. */
  async add({ tenantId, actor }: Caller, wanted: Wanted): Promise<AddedChannel> {
    const { webhook, name } = wanted;
    const secret = webhook !== undefined && webhook.secret === undefined ? this.newSecret() : null;
    const given =
      secret === null || webhook === undefined ? wanted : { ...wanted, webhook: { ...webhook, secret } };
    const view = await this.store
      .of(tenantId)
      .transaction(async (tx) => channelToView(tx, await this.insert(tx, given)));
    this.log.info('notification channel added', { actor, channel: name });
    return { ...view, secret };
  }

  /** The same within a transaction; of a webhook with its secret. */
  async insert(tx: Transaction, wanted: Wanted): Promise<StoredChannel> {
    const { webhook, slack, email, name, digestMinutes } = wanted;
    const target = targetOf(
      { ...(webhook && { webhook }), ...(slack && { slack }), ...(email && { email }) },
      null,
    );
    const id = this.ids.next();
    await assertFree(tx, name);
    const subscriptions = await subscriptionsOf(tx, wanted.subscriptions);
    await this.save(
      tx,
      { id, tenantId: tx.tenantId, name, subscriptions, digestMinutes, revision: 1 },
      target,
    );
    // It is told of what happens from now on.
    await tx.notifications.openCursor();
    return findChannel(tx, id);
  }

  /** Rejects with `request.not_found`, `request.already_exists`, `request.stale`, `request.invalid` and `config.credentials_bound_elsewhere`. */
  async change(
    { tenantId, actor }: Caller,
    { channel: reference, force, ...wanted }: RequestOf<'changeNotificationChannel'>,
    { seen }: Terms,
  ): Promise<NotificationChannelView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const before = await findChannel(tx, reference, 'lock');
      assertRevision(`Notification channel ${before.name}`, before.revision, seen);
      const { webhook, slack, email } = wanted;
      const givesSecrets = (webhook ?? slack ?? email?.password) !== undefined;
      await assertEditable(tx, channelName(before), { actor, force, givesSecrets });
      return channelToView(tx, await this.update(tx, before, wanted));
    });
    this.log.info('notification channel changed', { actor, channel: view.name, revision: view.revision });
    return view;
  }

  /** The same of a locked channel, within a transaction. */
  async update(tx: Transaction, before: StoredChannel, wanted: ChannelChange): Promise<StoredChannel> {
    const { name = before.name, digestMinutes = before.digestMinutes } = wanted;
    if (name !== before.name) await assertFree(tx, name);
    const subscriptions =
      wanted.subscriptions === undefined
        ? before.subscriptions
        : await subscriptionsOf(tx, wanted.subscriptions);
    const { id, revision, tenantId } = before;
    const changed = { id, tenantId, name, subscriptions, digestMinutes, revision: revision + 1 };
    await this.save(tx, changed, targetOf(wanted, this.targetBefore(before)));
    return findChannel(tx, id);
  }

  /** Rejects with `request.not_found` and `request.stale`. */
  async remove(
    { tenantId, actor }: Caller,
    { channel: reference, force }: RequestOf<'removeNotificationChannel'>,
    { seen }: Terms,
  ): Promise<NotificationChannelView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const channel = await findChannel(tx, reference, 'lock');
      assertRevision(`Notification channel ${channel.name}`, channel.revision, seen);
      const shown = await channelToView(tx, channel);
      await assertEditable(tx, channelName(channel), { actor, force, removes: true });
      await tx.channels.remove(channel.id);
      return shown;
    });
    this.log.info('notification channel removed', { actor, channel: view.name });
    return view;
  }

  private save(
    tx: Transaction,
    channel: Omit<NotificationChannel, 'kind' | 'place' | 'mail'>,
    { secrets, ...target }: ChannelTarget,
  ): Promise<void> {
    const sealed = secrets && this.safe.seal(secrets, channel, 'channel_secret');
    return tx.channels.save({ ...channel, ...target }, sealed);
  }

  private targetBefore(channel: StoredChannel): ChannelTarget {
    const { kind, place, mail, sealedSecret } = channel;
    return { kind, place, mail, secrets: this.safe.open(sealedSecret, channel, 'channel_secret') };
  }

  private newSecret(): string {
    return `whsec_${Buffer.from(this.ids.secret(SECRET_BYTES), 'base64url').toString('base64')}`;
  }
}

function channelName({ id, name }: StoredChannel) {
  return { kind: 'NotificationChannel', id, name } as const;
}

async function assertFree(tx: Transaction, name: string): Promise<void> {
  if ((await tx.channels.list()).every((channel) => channel.name !== name)) return;
  throw new SyncError('request.already_exists', `There is a notification channel "${name}" already`);
}

async function subscriptionsOf(
  tx: Transaction,
  wanted: Wanted['subscriptions'],
): Promise<readonly ChannelSubscription[]> {
  const subscriptions: ChannelSubscription[] = [];
  for (const { kinds, job, connection } of wanted) {
    const about =
      job !== undefined
        ? { jobId: (await findJob(tx, job)).id }
        : connection !== undefined
          ? { connectionId: (await findConnection(tx, connection)).id }
          : null;
    subscriptions.push({ kinds, about });
  }
  return subscriptions;
}
