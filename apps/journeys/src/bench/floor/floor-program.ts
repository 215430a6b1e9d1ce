import { createHash } from 'node:crypto';
import { Client } from 'pg';

interface Product {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly status: string;
  readonly price: { readonly amount: string; readonly currency: string };
  readonly vendor: {
    readonly name: string;
    readonly country: string;
    readonly contact: { readonly email: string };
  };
  readonly stock: { readonly quantity: number; readonly warehouse: string };
  readonly dimensions: { readonly width: number };
  readonly tags: readonly string[];
  readonly description: string;
  readonly updatedAt: string;
}

interface Row {
  readonly id: string;
  readonly hash: Buffer;
  readonly data: string;
}

/**
 * What a person would write who needs the rows and nothing else: each page is fetched, parsed, mapped, hashed, and looked up or
 * written with one statement. No run, no receipt, no quota, no resume, no delete.
 */
export class FloorProgram {
  private constructor(
    private readonly client: Client,
    private readonly url: string,
  ) {}

  static async open(databaseUrl: string, url: string): Promise<FloorProgram> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    return new FloorProgram(client, url);
  }

  async close(): Promise<void> {
    await this.client.query('drop table if exists floor_product');
    await this.client.end();
  }

  /** Seconds that it takes to load every product into an empty table. */
  async first(): Promise<number> {
    await this.client.query('drop table if exists floor_product');
    await this.client.query(
      'create table floor_product (id text primary key, hash bytea not null, data jsonb not null)',
    );
    return this.load((rows) => this.write(rows));
  }

  /** Seconds that it takes to find that no product has changed. */
  again(): Promise<number> {
    return this.load((rows) => this.lookUp(rows));
  }

  private async load(keep: (rows: readonly Row[]) => Promise<void>): Promise<number> {
    const started = performance.now();
    let cursor: string | null = null;
    do {
      const answer = await fetch(`${this.url}/products${cursor === null ? '' : `?cursor=${cursor}`}`);
      const page = (await answer.json()) as { data: Product[]; next_cursor: string | null };
      await keep(page.data.map(toRow));
      cursor = page.next_cursor;
    } while (cursor !== null);
    return (performance.now() - started) / 1000;
  }

  private async write(rows: readonly Row[]): Promise<void> {
    await this.client.query({
      name: 'write',
      text: `insert into floor_product (id, hash, data) select * from unnest($1::text[], $2::bytea[], $3::jsonb[])
        on conflict (id) do update set hash = excluded.hash, data = excluded.data
        where floor_product.hash <> excluded.hash`,
      values: [rows.map(({ id }) => id), rows.map(({ hash }) => hash), rows.map(({ data }) => data)],
    });
  }

  private async lookUp(rows: readonly Row[]): Promise<void> {
    const { rows: known } = await this.client.query<{ id: string; hash: Buffer }>({
      name: 'look up',
      text: 'select id, hash from floor_product where id = any($1::text[])',
      values: [rows.map(({ id }) => id)],
    });
    const hashes = new Map(known.map(({ id, hash }) => [id, hash]));
    const changed = rows.filter(({ id, hash }) => hashes.get(id)?.equals(hash) !== true);
    if (changed.length > 0) throw new Error(`${changed.length} products are not what was written`);
  }
}

function toRow(from: Product): Row {
  const data = JSON.stringify({
    id: from.id,
    sku: from.sku,
    name: from.name.trim(),
    status: from.status,
    price: Number(from.price.amount),
    currency: from.price.currency,
    vendor: {
      name: from.vendor.name,
      country: from.vendor.country,
      email: from.vendor.contact.email,
    },
    quantity: from.stock.quantity,
    warehouse: from.stock.warehouse,
    width: from.dimensions.width,
    tags: from.tags,
    description: from.description,
    updatedAt: from.updatedAt,
  });
  return { id: from.id, hash: createHash('sha256').update(data).digest(), data };
}
