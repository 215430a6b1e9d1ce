import type { RequestOf } from '@evenkeel/contracts-admin';
import { nameText } from '@evenkeel/domain';
import { Store } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import type { PreparedConfiguration } from './attempt-configuration.js';
import { CheckStreams } from './check-streams.js';
import { ConfiguredKinds } from './configured-kinds.js';
import { readDocuments } from './read-documents.js';
import { ResolveSecrets } from './resolve-secrets.js';
import { wantObject } from './want-object.js';

/** What is asked of others than the database: of the schemas, of the secrets of the server, and of providers. */
export class PrepareConfiguration {
  constructor(
    private readonly store: Store,
    private readonly kinds: ConfiguredKinds,
    private readonly secrets: ResolveSecrets,
    private readonly streams: CheckStreams,
  ) {}

  async prepare(
    caller: Caller,
    {
      documents,
      terms,
    }: Pick<RequestOf<'applyConfiguration'>, 'documents'> & Pick<PreparedConfiguration, 'terms'>,
    { signal }: Terms,
  ): Promise<PreparedConfiguration> {
    const read = readDocuments(documents);
    const { values, problems } = await this.secrets.resolve(caller.tenantId, read.objects);
    const there = await this.store.of(caller.tenantId).transaction((tx) => this.kinds.list(tx));
    const found = new Map(there.map((object) => [nameText(object), object]));
    const wanted = read.objects.map((object) => wantObject(object, values, found.get(nameText(object))));
    const missing = await this.streams.check(caller, { wanted, found }, { signal });
    return { caller, terms, read, values, problems: [...read.problems, ...problems, ...missing] };
  }
}
