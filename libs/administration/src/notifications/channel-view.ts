import type { NotificationChannelView } from '@evenkeel/contracts-admin';
import type { ChannelSubscription } from '@evenkeel/domain';
import type { StoredChannel, Transaction } from '@evenkeel/ports';
import { managerOf } from '../configuration/assert-editable.js';

export async function channelToView(
  tx: Transaction,
  channel: StoredChannel,
): Promise<NotificationChannelView> {
  const { id, name, kind, place, mail, sealedSecret, digestMinutes, failedFor, revision } = channel;
  const subscriptions: NotificationChannelView['subscriptions'] = [];
  for (const each of channel.subscriptions) subscriptions.push(await subscriptionToView(tx, each));
  return {
    ...{ id, name, kind, place, subscriptions, digestMinutes, failedFor, revision },
    email: mail && { ...mail, to: [...mail.to] },
    hasSecret: sealedSecret !== null,
    failingSince: channel.failingSince?.toISOString() ?? null,
    changedAt: channel.changedAt.toISOString(),
    managedBy: await managerOf(tx, 'NotificationChannel', id),
  };
}

async function subscriptionToView(
  tx: Transaction,
  { kinds, about }: ChannelSubscription,
): Promise<NotificationChannelView['subscriptions'][number]> {
  const told = { kinds: [...kinds], job: null, connection: null };
  if (about === null) return told;
  if ('jobId' in about) {
    const job = await tx.jobs.find(about.jobId);
    return { ...told, job: { id: about.jobId, name: job?.name ?? null } };
  }
  const connection = await tx.connections.find(about.connectionId);
  return { ...told, connection: { id: about.connectionId, name: connection?.name ?? null } };
}
