import type { MessageDefinition } from '@evenkeel/contracts-messages';
import type { JobDefinition } from '@evenkeel/domain';
import type { Store } from '@evenkeel/ports';
import type { Reading } from '../workload/provider/scripted-connectors.js';
import type { TwoWayProfile } from '../two-way/two-way-profile.js';
import type { WorldProfile } from '../world/world-profile.js';

export type Handler = (payloads: readonly unknown[]) => Promise<void>;
export type Publish = (definition: MessageDefinition, payloads: readonly unknown[]) => void;

/** How a world is built without one of the engine's mechanisms: by what is put around its ports, never by a switch inside. */
export interface Removal {
  /** What the mechanism does, as a sentence about the engine. */
  readonly says: string;
  /** Within so many seeds, from 1 on, its absence comes to light. */
  readonly noticedWithin: number;
  /** In what kind of world its absence shows soonest. Without, worlds are of every kind. */
  readonly profile?: Partial<WorldProfile>;
  /** It shows only in worlds that write, and soonest in such. */
  readonly twoWay?: Partial<TwoWayProfile>;
  /** What the services see in place of their store. */
  readonly store?: (store: Store, publish: Publish) => Store;
  /** What takes the pages in place of ingestion's handler. */
  readonly takePages?: (handle: Handler) => Handler;
  /** What the engine gets in place of what the connector gives. */
  readonly reading?: Partial<Reading>;
  readonly withoutSweeps?: true;
  readonly definition?: Partial<JobDefinition>;
  readonly republishMs?: number;
  /** SQL that takes a part of the schema away. */
  readonly schema?: string;
}
