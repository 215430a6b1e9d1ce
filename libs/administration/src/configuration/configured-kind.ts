import type {
  ConfigurationFacts,
  ConfigurationKind,
  Destinations,
  DesiredObject,
  JsonObject,
  JsonValue,
  StoredObject,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';

/** A thing that is there. */
export interface ListedObject {
  readonly id: string;
  readonly name: string;
  /** Its spec with the secrets themselves. Never shown. */
  readonly opened: JsonObject;
  /** Where its secrets were given for; null: it has none. */
  readonly boundTo: Destinations | null;
}

/** The same with what it takes to hold documents against it. */
export interface FoundObject extends StoredObject, Pick<ListedObject, 'id' | 'boundTo' | 'opened'> {
  /** Its spec as a document has it: with references in the place of secrets. */
  readonly written: JsonObject;
  /** Opened, by their paths. Never shown. */
  readonly secretValues: ReadonlyMap<string, JsonValue>;
}

/** A document whose secrets are resolved. */
export interface WantedObject extends DesiredObject {
  /** Its spec with the secrets themselves. Never shown. */
  readonly opened: JsonObject;
  /** Whether they are other than those stored. */
  readonly changesSecrets: boolean;
}

/** What is to be done once the transaction is committed; a sweep does it where the process ends before. */
export type Afterwards = () => Promise<unknown>;

export interface SavedObject {
  readonly id: string;
  readonly afterwards: Afterwards | null;
}

/** How documents of one kind meet what is there: by the same use cases as the forms. */
export abstract class ConfiguredKind {
  abstract readonly kind: ConfigurationKind;
  /** Everything of the kind. */
  abstract list(tx: Transaction): Promise<readonly ListedObject[]>;
  abstract add(tx: Transaction, wanted: WantedObject): Promise<SavedObject>;
  abstract change(
    tx: Transaction,
    wanted: WantedObject,
    found: FoundObject,
    caller: Caller,
  ): Promise<Afterwards | null>;
  abstract remove(tx: Transaction, found: FoundObject, caller: Caller): Promise<Afterwards | null>;
  /** What its consequences depend on, before it is changed. */
  abstract facts(
    tx: Transaction,
    found: FoundObject,
    wanted: WantedObject | undefined,
  ): Promise<ConfigurationFacts>;
  /** Where its secrets would be sent. Throws where its spec does not fit. */
  destinationsOf(_opened: JsonObject): Destinations {
    return {};
  }
}
