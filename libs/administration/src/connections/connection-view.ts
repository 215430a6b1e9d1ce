import type { ConnectionView } from '@evenkeel/contracts-admin';
import type { Connection } from '@evenkeel/domain';

export function connectionToView(connection: Connection): ConnectionView {
  const { id, name, connector, settings, quota, retry, path, status, statusReason, revision } = connection;
  return { id, name, connector, settings, quota, retry, path, status, statusReason, revision };
}
