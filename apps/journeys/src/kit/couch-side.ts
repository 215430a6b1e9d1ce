import type { JsonObject } from '@evenkeel/domain';
import type { CouchDb, Document } from './couchdb.js';
import { keyText, type Side } from './side.js';

/** The documents of a CouchDB server, changed as its own users change them: over the revision that was read, and again where there is another one by then. */
export class CouchSide implements Side {
  private made = 0;
  /** By key: a document keeps both. */
  private readonly ids = new Map<string, string>();

  constructor(
    private readonly couch: CouchDb,
    private readonly key: string,
  ) {}

  async listed(): Promise<readonly Document[]> {
    return [...(await this.couch.documents()).values()];
  }

  async create(records: readonly JsonObject[]): Promise<void> {
    await this.couch.write(records.map((record) => ({ _id: `theirs-${(this.made += 1)}`, ...record })));
  }

  async change(keys: readonly string[], fields: JsonObject): Promise<void> {
    await this.put(keys, (document) => ({ ...document, ...fields }));
  }

  async remove(keys: readonly string[]): Promise<void> {
    await this.put(keys, ({ _id, _rev }) => ({ _id, _rev, _deleted: true }));
  }

  private async put(keys: readonly string[], changed: (document: Document) => JsonObject): Promise<void> {
    if (keys.some((key) => !this.ids.has(key)))
      for (const document of await this.listed()) this.ids.set(keyText(document, this.key), document._id);
    let left = keys.flatMap((key) => this.ids.get(key) ?? []);
    while (left.length > 0) {
      const refused = await this.couch.tryWrite((await this.couch.documentsOf(left)).map(changed));
      left = left.filter((id) => refused.has(id));
    }
  }
}
