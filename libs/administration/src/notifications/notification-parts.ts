import { CredentialSafe } from '@evenkeel/operations';
import { Ids, Logger, part, Store, type Part } from '@evenkeel/ports';
import { ChangeChannels } from './change-channels.js';
import { ListChannels } from './list-channels.js';
import { ListNotifications } from './list-notifications.js';

/** The use cases of notifications. */
export const notificationParts: readonly Part[] = [
  part(ChangeChannels, Store, CredentialSafe, Ids, Logger),
  part(ListChannels, Store),
  part(ListNotifications, Store, Ids),
];
