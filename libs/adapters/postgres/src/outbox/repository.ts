import type { MessageDefinition, PayloadOf } from '@evenkeel/contracts-messages';
import type { OutboxRepository } from '@evenkeel/ports';
import { textArray } from '../database/binary-array.js';
import type { HotStatement, Session } from '../database/session.js';

const ADD: HotStatement = {
  name: 'outbox_add',
  text: 'insert into outbox (topic, payload) select $1, payload::json from unnest($2::text[]) as payload',
};

export class PostgresOutboxRepository implements OutboxRepository {
  /** Whether this transaction has something to publish once it is committed. */
  hasAdded = false;

  constructor(private readonly session: Session) {}

  async add<Definition extends MessageDefinition>(
    definition: Definition,
    payloads: readonly PayloadOf<Definition>[],
  ): Promise<void> {
    if (payloads.length === 0) return;
    const texts = payloads.map((payload) => JSON.stringify(payload));
    await this.session.hot(ADD, [definition.topic, textArray(texts)]);
    this.hasAdded = true;
  }
}
