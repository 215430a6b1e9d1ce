import type { SealedKind, TenantId } from '@evenkeel/domain';
import {
  SealedTexts,
  type KeptKeyName,
  type SealedField,
  type SealedFor,
  type SealedText,
} from '@evenkeel/ports';
import type { Transactor } from '../database/transactor.js';

interface SealedRow {
  readonly at: string;
  readonly sealed: string;
  readonly tenant_id: TenantId;
  readonly owner: string;
  /** Of a token: the name of its grant. */
  readonly detail: string;
}

interface SealedPlace {
  /** Gives each text as {@link SealedRow}. */
  readonly rows: string;
  /** Takes `at` as $1, what was read as $2 and what replaces it as $3. */
  readonly replace: string;
  readonly placeOf: (row: SealedRow) => SealedFor | KeptKeyName;
}

const ofField =
  (fieldOf: (row: SealedRow) => SealedField) =>
  (row: SealedRow): SealedFor => ({ tenantId: row.tenant_id, owner: row.owner, field: fieldOf(row) });

/** Every column that holds a sealed text. */
const PLACES: Readonly<Record<SealedKind, SealedPlace>> = {
  kept_key: {
    rows: `select name as at, sealed, null as tenant_id, name as owner, '' as detail from kept_key`,
    replace: 'update kept_key set sealed = $3 where name = $1 and sealed = $2',
    placeOf: ({ owner }) => owner as KeptKeyName,
  },
  credentials: {
    rows: `select c.connection_id::text as at, c.sealed, o.tenant_id, o.id::text as owner, '' as detail
           from credential c join connection o on o.id = c.connection_id`,
    replace: 'update credential set sealed = $3 where connection_id = $1::uuid and sealed = $2',
    placeOf: ofField(() => 'credentials'),
  },
  access_token: {
    rows: `select t.connection_id || '/' || t.grant_name as at, t.sealed, o.tenant_id, o.id::text as owner, t.grant_name as detail
           from access_token t join connection o on o.id = t.connection_id where t.sealed is not null`,
    replace: `update access_token set sealed = $3
              where connection_id = split_part($1, '/', 1)::uuid and grant_name = split_part($1, '/', 2) and sealed = $2`,
    placeOf: ofField(({ detail }) => `token/${detail}`),
  },
  model_key: {
    rows: `select tenant_id::text as at, sealed_key as sealed, tenant_id, id::text as owner, '' as detail
           from model where sealed_key is not null`,
    replace: 'update model set sealed_key = $3 where tenant_id = $1::uuid and sealed_key = $2',
    placeOf: ofField(() => 'model_key'),
  },
  channel_secret: {
    rows: `select id::text as at, sealed_secret as sealed, tenant_id, id::text as owner, '' as detail
           from notification_channel where sealed_secret is not null`,
    replace: 'update notification_channel set sealed_secret = $3 where id = $1::uuid and sealed_secret = $2',
    placeOf: ofField(() => 'channel_secret'),
  },
  webhook_secret: {
    rows: `select e.id::text as at, e.sealed_secret as sealed, o.tenant_id, e.id::text as owner, '' as detail
           from webhook_endpoint e join connection o on o.id = e.connection_id`,
    replace: 'update webhook_endpoint set sealed_secret = $3 where id = $1::uuid and sealed_secret = $2',
    placeOf: ofField(() => 'webhook_secret'),
  },
};

export class PostgresSealedTexts extends SealedTexts {
  constructor(private readonly transactor: Transactor) {
    super();
  }

  keep(name: KeptKeyName, first: string): Promise<string> {
    return this.transactor.run('key kept', async (session) => {
      await session.write('insert into kept_key (name, sealed) values ($1, $2) on conflict do nothing', [
        name,
        first,
      ]);
      const row = await session.row<{ sealed: string }>('select sealed from kept_key where name = $1', [
        name,
      ]);
      return row!.sealed;
    });
  }

  async page(kind: SealedKind, after: string, limit: number): Promise<readonly SealedText[]> {
    const { rows, placeOf } = PLACES[kind];
    const found = await this.transactor.run('sealed texts', (session) =>
      session.rows<SealedRow>(
        `select * from (${rows}) text where at > $1 collate "C" order by at collate "C" limit $2`,
        [after, limit],
      ),
    );
    return found.map((row) => ({ kind, at: row.at, sealed: row.sealed, place: placeOf(row) }));
  }

  async replace({ kind, at, sealed: read }: SealedText, sealed: string): Promise<boolean> {
    const replaced = await this.transactor.run('sealed again', (session) =>
      session.write(PLACES[kind].replace, [at, read, sealed]),
    );
    return replaced === 1;
  }
}
