import { SyncError, type TenantId } from '@evenkeel/domain';
import type { ClientBase, QueryArrayConfig, QueryResultRow } from 'pg';

/** Who is about to say a statement: the server process of the connection, and a name to tell transactions apart. */
export interface SessionIdentity {
  readonly pid: number;
  readonly label: string;
}

/**
 * A seam for a deterministic simulator. `before` holds a statement back until it may run; what it throws takes the
 * place of the statement. `after` runs when the database has answered: a throw there is an answer that got lost.
 * `refused` runs when it has answered with an error.
 */
export interface StatementGate {
  /** For how long a row is waited for that another session holds, where the simulator owns the time; left out: {@link ROW_WAIT}. */
  readonly rowWait?: string;
  before(session: SessionIdentity, sql: string): Promise<void>;
  after?(session: SessionIdentity, sql: string): Promise<void>;
  refused?(session: SessionIdentity, sql: string): Promise<void>;
}

/** A statement that each connection prepares once: the planner-trap test holds the plan that it keeps. */
export interface HotStatement {
  readonly name: string;
  readonly text: string;
}

export type TextRow = readonly (string | null)[];
export type Value = string | number | boolean | Date | Buffer | null | readonly string[];

/** What applying pages waits for a row at most (C6). */
const ROW_WAIT = '2s';

/** Postgres' own text of every value: the apply path converts only what it needs. */
const asText = { getTypeParser: () => (text: string) => text };

export interface SessionLimits {
  /** Statements that may be said; left out: any number. */
  readonly most?: number;
  /** What is under way; left out: nothing is followed. */
  readonly trace?: (() => string | undefined) | undefined;
}

/** One transaction's connection. Every statement of the engine goes through here, begin and commit included. */
export class Session {
  private readonly raised = new Set<unknown>();
  private said = 0;
  private waitsBriefly = false;
  /** Keys of reference sets that this transaction has made. */
  readonly created = new Set<string>();

  constructor(
    private readonly client: ClientBase & { readonly processID?: number },
    private readonly label: string,
    private readonly gate: StatementGate | undefined,
    private readonly tenantId: TenantId | null,
    private readonly limits: SessionLimits = {},
  ) {}

  /** W3C `traceparent` of what this unit of work follows from, or null. */
  get trace(): string | null {
    return this.limits.trace?.() ?? null;
  }

  /** Whose rows this unit of work may see. Throws `system.unexpected` where it is one of the whole installation. */
  get tenant(): TenantId {
    if (this.tenantId !== null) return this.tenantId;
    throw new SyncError('system.unexpected', 'What belongs to a tenant needs a unit of work of that tenant');
  }

  /** Throws `system.unexpected` for what belongs to another tenant. */
  assertOwn({ tenantId }: { readonly tenantId: TenantId }): void {
    if (tenantId === this.tenant) return;
    throw new SyncError(
      'system.unexpected',
      `A unit of work of tenant ${this.tenant} writes nothing of tenant ${tenantId}`,
    );
  }

  async rows<Row extends QueryResultRow>(text: string, values: readonly Value[] = []): Promise<Row[]> {
    return this.gated(text, async () => (await this.client.query<Row>(text, [...values])).rows);
  }

  async row<Row extends QueryResultRow>(
    text: string,
    values: readonly Value[] = [],
  ): Promise<Row | undefined> {
    return (await this.rows<Row>(text, values))[0];
  }

  /** The database's clock, the same for all processes. */
  async now(): Promise<Date> {
    const row = await this.row<{ now: Date }>('select engine_now() as now');
    return row!.now;
  }

  /** How many rows the statement wrote. */
  async write(text: string, values: readonly Value[] = []): Promise<number> {
    return this.gated(text, async () => (await this.client.query(text, [...values])).rowCount ?? 0);
  }

  /** From here on a row that another session holds is waited for briefly, and not until that ends. */
  async waitForRows(): Promise<void> {
    if (this.waitsBriefly) return;
    this.waitsBriefly = true;
    await this.write(`set local lock_timeout = '${this.gate?.rowWait ?? ROW_WAIT}'`);
  }

  /** Waits for an advisory lock for as long as it takes: those of the engine are held for work, and not over lunch. */
  async lockFreely(text: string, values: readonly Value[]): Promise<void> {
    const waits = this.waitsBriefly;
    if (waits) await this.write('set local lock_timeout = 0');
    await this.rows(text, values);
    this.waitsBriefly = false;
    if (waits) await this.waitForRows();
  }

  /** Rows of texts in the order of the columns. */
  async hot({ name, text }: HotStatement, values: readonly Value[]): Promise<TextRow[]> {
    const query: QueryArrayConfig = { name, text, values: [...values], rowMode: 'array', types: asText };
    return this.gated(text, async () => (await this.client.query<(string | null)[]>(query)).rows);
  }

  /** As {@link row}, of a statement that is asked so often that planning it is most of what it takes. */
  async preparedRow<Row extends QueryResultRow>(
    { name, text }: HotStatement,
    values: readonly Value[],
  ): Promise<Row | undefined> {
    const query = { name, text, values: [...values] };
    return this.gated(text, async () => (await this.client.query<Row>(query)).rows[0]);
  }

  /** Whether an error came out of a statement, and not out of something else that the work did. */
  hasRaised(error: unknown): boolean {
    return this.raised.has(error);
  }

  private async gated<T>(sql: string, run: () => Promise<T>): Promise<T> {
    this.said += 1;
    if (this.said > (this.limits.most ?? Infinity)) {
      throw new SyncError(
        'system.unexpected',
        'A second statement needs a transaction around it and the first',
      );
    }
    const identity = { pid: this.client.processID ?? 0, label: this.label };
    try {
      await this.gate?.before(identity, sql);
      const answer = await run().catch(async (error: unknown) => {
        await this.gate?.refused?.(identity, sql);
        throw error;
      });
      await this.gate?.after?.(identity, sql);
      return answer;
    } catch (error) {
      this.raised.add(error);
      throw error;
    }
  }
}
