import type { MessageDefinition, PayloadOf } from '@evenkeel/contracts-messages';
import type { OutboxRepository, SystemOutboxRepository, WithoutTenant } from '@evenkeel/ports';
import { textArray } from '../database/binary-array.js';
import type { HotStatement, Session } from '../database/session.js';

const ADD: HotStatement = {
  name: 'outbox_add',
  text: 'insert into outbox (topic, payload, trace) select $1, payload::json, $3 from unnest($2::text[]) as payload',
};

/** Puts messages into the outbox of one unit of work. */
abstract class Adding {
  /** Whether this transaction has something to publish once it is committed. */
  hasAdded = false;

  constructor(protected readonly session: Session) {}

  protected async addTexts({ topic }: MessageDefinition, texts: readonly string[]): Promise<void> {
    if (texts.length === 0) return;
    await this.session.hot(ADD, [topic, textArray(texts), this.session.trace]);
    this.hasAdded = true;
  }
}

export class PostgresOutboxRepository extends Adding implements OutboxRepository {
  add<Definition extends MessageDefinition>(
    definition: Definition,
    payloads: readonly WithoutTenant<PayloadOf<Definition>>[],
  ): Promise<void> {
    const tenantId = this.session.tenant;
    return this.addTexts(
      definition,
      payloads.map((payload) => JSON.stringify({ ...payload, tenantId })),
    );
  }
}

export class PostgresSystemOutboxRepository extends Adding implements SystemOutboxRepository {
  add<Definition extends MessageDefinition>(
    definition: Definition,
    payloads: readonly PayloadOf<Definition>[],
  ): Promise<void> {
    return this.addTexts(
      definition,
      payloads.map((payload) => JSON.stringify(payload)),
    );
  }
}
