import type { JsonObject } from '@evenkeel/domain';
import type { EmulatedProvider } from './emulated-provider.js';
import { keyText, type Side } from './side.js';

/** Calls of a user that are under way at the same time. */
const PARALLEL = 10;

/** Where a provider of `emulate` has the records of one kind, and how they are named. */
export interface EmulatedRecords {
  /** To which records are posted. */
  readonly path: string;
  /** Of the page that begins behind a record, or with a number. */
  readonly page: (last: JsonObject | undefined, nth: number) => string;
  readonly recordsOf: (answer: unknown) => readonly JsonObject[];
  /** The part of an address that names a record. */
  readonly id: string;
  /** The field that names a record on both sides. */
  readonly key: string;
  readonly method: 'POST' | 'PATCH';
}

/** Records of a provider of `emulate`, changed one by one as its users do. */
export class EmulatedSide implements Side {
  private readonly ids = new Map<string, string>();

  constructor(
    private readonly provider: EmulatedProvider,
    private readonly records: EmulatedRecords,
  ) {}

  async listed(): Promise<readonly JsonObject[]> {
    const { page, recordsOf, id, key } = this.records;
    const found: JsonObject[] = [];
    for (let nth = 1; ; nth += 1) {
      const some = recordsOf(await this.provider.get(page(found.at(-1), nth)));
      found.push(...some);
      if (some.length > 0) continue;
      for (const record of found) this.ids.set(keyText(record, key), keyText(record, id));
      return found;
    }
  }

  async create(records: readonly JsonObject[]): Promise<void> {
    await inParallel(records, (record) => this.provider.send('POST', this.records.path, record));
  }

  async change(keys: readonly string[], fields: JsonObject): Promise<void> {
    const { method } = this.records;
    await inParallel(await this.addressesOf(keys), (path) => this.provider.send(method, path, fields));
  }

  async remove(keys: readonly string[]): Promise<void> {
    await inParallel(await this.addressesOf(keys), (path) => this.provider.send('DELETE', path, {}));
  }

  private async addressesOf(keys: readonly string[]): Promise<readonly string[]> {
    if (keys.some((key) => !this.ids.has(key))) await this.listed();
    return keys.map((key) => `${this.records.path}/${this.ids.get(key)}`);
  }
}

async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < items.length; start += PARALLEL)
    await Promise.all(items.slice(start, start + PARALLEL).map(work));
}
