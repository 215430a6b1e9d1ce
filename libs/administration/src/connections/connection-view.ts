import type { ConnectionView } from '@evenkeel/contracts-admin';
import type { Connection } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

export async function viewConnections(
  tx: Transaction,
  connections: readonly Connection[],
): Promise<readonly ConnectionView[]> {
  const managers = await tx.configuration.managers(
    'Connection',
    connections.map(({ id }) => id),
  );
  return connections.map((connection) => toView(connection, managers.get(connection.id) ?? null));
}

export async function viewConnection(tx: Transaction, connection: Connection): Promise<ConnectionView> {
  const [view] = await viewConnections(tx, [connection]);
  if (view === undefined) throw new Error('One connection makes one view');
  return view;
}

function toView(connection: Connection, managedBy: string | null): ConnectionView {
  const { id, name, connector, settings, quota, retry, path, status, statusReason, revision } = connection;
  return { id, name, connector, settings, quota, retry, path, status, statusReason, revision, managedBy };
}
