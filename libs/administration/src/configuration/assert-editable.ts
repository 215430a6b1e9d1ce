import { SyncError, type ConfigurationName } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** What is to be edited otherwise than by its document. */
interface Edited extends ConfigurationName {
  readonly id: string;
}

interface Edit {
  readonly actor: string;
  /** Also where documents manage it. */
  readonly force?: boolean | undefined;
  /** Its secrets are given: not by the references of its document any more. */
  readonly givesSecrets?: boolean;
  readonly removes?: boolean;
}

/** Rejects with `request.managed` where documents of configuration manage it, and that is not forced. */
export async function assertEditable(
  tx: Transaction,
  { kind, id, name }: Edited,
  { actor, force = false, givesSecrets = false, removes = false }: Edit,
): Promise<void> {
  const configured = await tx.configuration.find(kind, id);
  if (configured === undefined) return;
  const { managedBy } = configured;
  if (managedBy !== null && !force)
    throw new SyncError(
      'request.managed',
      `${kind} ${name} is managed by the documents of the set ${managedBy}`,
    );
  if (removes) return tx.configuration.remove(kind, id);
  if (managedBy !== null) await tx.configuration.noteForced(kind, id, actor);
  if (givesSecrets) await tx.configuration.save({ ...configured, references: {} });
}

/** By which set one thing is managed. */
export async function managerOf(
  tx: Transaction,
  kind: ConfigurationName['kind'],
  id: string,
): Promise<string | null> {
  return (await tx.configuration.managers(kind, [id])).get(id) ?? null;
}
