import { PageSpill } from '@evenkeel/ports';
import type { Transactor } from '../database/transactor.js';
import { isUuid } from '../table/row-names.js';

export class PostgresPageSpill extends PageSpill {
  constructor(private readonly transactor: Transactor) {
    super();
  }

  async keep(value: Buffer): Promise<string> {
    return this.transactor.run('page spill', async (session) => {
      const row = await session.row<{ id: string }>(
        'insert into page_spill (value) values ($1) returning id',
        [value],
      );
      return row!.id;
    });
  }

  async find(name: string): Promise<Buffer | undefined> {
    if (!isUuid(name)) return undefined;
    return this.transactor.run('page spill', async (session) => {
      const row = await session.row<{ value: Buffer }>('select value from page_spill where id = $1', [name]);
      return row?.value;
    });
  }

  async forget(names: readonly string[]): Promise<void> {
    await this.transactor.run('page spill', async (session) => {
      await session.write('delete from page_spill where id = any($1::uuid[])', [names.filter(isUuid)]);
    });
  }
}
