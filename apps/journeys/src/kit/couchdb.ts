import { join } from 'node:path';
import type { JsonObject } from '@evenkeel/domain';
import { freePort } from './free-port.js';
import { OsProcess } from './os-process.js';

/** A document as CouchDB gives it. */
export type Document = JsonObject & { readonly _id: string; readonly _rev: string };

interface Written {
  readonly id: string;
  readonly error?: string;
  readonly status?: number;
}

/** The CouchDB server of PouchDB, which is not ours, as a process of its own with one database in memory. */
export class CouchDb {
  private constructor(
    readonly url: string,
    private readonly process: OsProcess,
  ) {}

  static async start(database: string, folder: string): Promise<CouchDb> {
    const port = await freePort();
    const process = new OsProcess({
      program: 'apps/journeys/couchdb-server.mjs',
      args: [String(port)],
      logFile: join(folder, 'couchdb.log'),
    });
    const server = `http://127.0.0.1:${port}`;
    await process.untilAnswers(server);
    const couch = new CouchDb(`${server}/${database}`, process);
    await couch.call('PUT', '');
    return couch;
  }

  /** Creates the documents, or changes those that bring a revision. */
  async write(documents: readonly JsonObject[]): Promise<void> {
    const refused = await this.tryWrite(documents);
    if (refused.size > 0) throw new Error(`In conflict: ${[...refused].join(', ')}`);
  }

  /** The same; gives the ids of those that have another revision by now. */
  async tryWrite(documents: readonly JsonObject[]): Promise<ReadonlySet<string>> {
    const written = await this.call<Written[]>('POST', '/_bulk_docs', { docs: documents });
    const refused = written.filter(({ error }) => error !== undefined);
    // Some answers name the conflict, and leave its status out.
    const other = refused.find(({ status, error }) => status !== 409 && error !== 'conflict');
    if (other !== undefined) throw new Error(JSON.stringify(other));
    return new Set(refused.map(({ id }) => id));
  }

  /** All documents by id. */
  async documents(): Promise<Map<string, Document>> {
    const { rows } = await this.call<{ rows: { doc: Document }[] }>('GET', '/_all_docs?include_docs=true');
    return new Map(rows.map(({ doc }) => [doc._id, doc]));
  }

  /** Those of these ids that are there. */
  async documentsOf(ids: readonly string[]): Promise<readonly Document[]> {
    const { rows } = await this.call<{ rows: { doc?: Document | null }[] }>(
      'POST',
      '/_all_docs?include_docs=true',
      { keys: ids },
    );
    return rows.flatMap(({ doc }) => doc ?? []);
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }

  private async call<Answer>(method: string, path: string, body?: JsonObject): Promise<Answer> {
    const answer = await fetch(this.url + path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Answer;
  }
}
