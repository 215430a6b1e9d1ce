import {
  nameText,
  type ConfigurationProblem,
  type Connection,
  type JobDefinition,
  type TenantId,
} from '@evenkeel/domain';
import { ConnectorSessions, type SealedConnection } from '@evenkeel/operations';
import type { Caller, Terms } from '../caller.js';
import { assertStream } from '../jobs/assert-stream.js';
import { ConnectionSecrets } from './configured-connections.js';
import type { FoundObject, WantedObject } from './configured-kind.js';
import { problemsOfError } from './problem-of-error.js';

/** Asks connectors, outside of any transaction, whether they have the streams of jobs that are to be added. */
export class CheckStreams {
  constructor(
    private readonly sessions: ConnectorSessions,
    private readonly secrets: ConnectionSecrets,
  ) {}

  async check(
    { tenantId }: Caller,
    {
      wanted,
      found,
    }: { readonly wanted: readonly WantedObject[]; readonly found: ReadonlyMap<string, FoundObject> },
    { signal }: Terms,
  ): Promise<readonly ConfigurationProblem[]> {
    const problems: ConfigurationProblem[] = [];
    for (const { kind, name, document, opened } of wanted) {
      if (kind !== 'Job' || found.has(nameText({ kind, name }))) continue;
      const connection = { kind: 'Connection', name: opened['connection'] as string } as const;
      const written = wanted.find((other) => nameText(other) === nameText(connection));
      const stored = found.get(nameText(connection));
      const called = this.called(tenantId, { name: connection.name, written, stored });
      if (called === undefined) continue;
      try {
        await assertStream(this.sessions, called, { definition: opened as unknown as JobDefinition, signal });
      } catch (error) {
        problems.push(...problemsOfError(error, { document, about: { kind, name } }));
      }
    }
    return problems;
  }

  /** The connection as it will be; undefined: there is none, or its connector does not take it, which is told elsewhere. */
  private called(
    tenantId: TenantId,
    {
      name,
      written,
      stored,
    }: {
      readonly name: string;
      readonly written: WantedObject | undefined;
      readonly stored: FoundObject | undefined;
    },
  ): SealedConnection | undefined {
    const id = stored?.id ?? this.secrets.ids.next();
    const opened = written?.opened ?? stored?.opened;
    if (opened === undefined) return undefined;
    const { connector, settings, quota, retry, credentials } = opened as unknown as Connection & {
      readonly credentials: Connection['settings'];
    };
    try {
      const found = this.secrets.connectors.named(connector);
      found.validate(settings, credentials);
      const bound = { credentials, destinations: found.destinations(settings) };
      const connection = { id, tenantId, name, connector, settings, quota, retry };
      return { connection, sealed: this.secrets.safe.seal(bound, connection) };
    } catch (error) {
      problemsOfError(error, { document: null, about: { kind: 'Connection', name } });
      return undefined;
    }
  }
}
