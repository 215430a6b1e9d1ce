import type { ConnectionView, ExecutionView, RecordOutcomeView } from '@evenkeel/contracts-admin';
import type { JsonObject } from '@evenkeel/domain';
import type { StoredRow } from './store-view.js';
import type { StandaloneUnderTest } from './standalone.js';

/** A connection at which something is wrong, and how a person puts it right. */
export interface ConnectionFault {
  /** Also the name of its connection and job, and the type of its records. */
  readonly name: string;
  readonly settings: JsonObject;
  readonly credentials: JsonObject;
  readonly stream?: string;
  /** What goes wrong with it after its job was added. */
  readonly spoilt?: { readonly settings: JsonObject };
  /** Null if it goes away by itself. */
  readonly repair: { readonly settings?: JsonObject; readonly credentials?: JsonObject } | null;
  /** Whether the failed execution is resumed afterwards, or another run is asked for, or one that reads everything. */
  readonly afterwards: 'resume' | 'run' | 'full run';
}

/** What was to be seen while it was wrong, and after it was put right. */
export interface Story {
  readonly first: ExecutionView;
  readonly outcomes: readonly RecordOutcomeView[];
  readonly connection: ConnectionView;
  readonly kept: ReadonlyMap<string, StoredRow>;
  readonly alive: boolean;
  readonly second: ExecutionView;
  readonly rows: ReadonlyMap<string, StoredRow>;
}

export async function live(
  { admin, store, isReady }: StandaloneUnderTest,
  { name, settings, credentials, stream = 'customers', spoilt, repair, afterwards }: ConnectionFault,
): Promise<Story> {
  await admin.addConnection({ name, connector: 'rest', settings, credentials });
  await admin.addJob({ name, connection: name, stream, recordType: name });
  if (spoilt !== undefined) await admin.changeConnection(name, spoilt);
  const first = await admin.runToEnd(name);
  const seen = {
    first,
    outcomes: await admin.outcomes(first.id),
    connection: await admin.connection(name),
    kept: await store.records(name),
    alive: await isReady(),
  };
  if (repair !== null) await admin.changeConnection(name, repair);
  if (afterwards === 'resume') await admin.resume(first.id);
  const request = afterwards === 'full run' ? { mode: 'full' as const } : {};
  const second =
    afterwards === 'resume' ? await admin.untilEnded(first.id) : await admin.runToEnd(name, request);
  return { ...seen, second, rows: await store.records(name) };
}
