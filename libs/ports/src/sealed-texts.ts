import type { SealedKind } from '@evenkeel/domain';
import type { KeptKeyName, SealedFor } from './secret-box.js';

/** A sealed text in the store. */
export interface SealedText {
  readonly kind: SealedKind;
  /** Orders the texts of a kind. */
  readonly at: string;
  readonly sealed: string;
  /** What it is sealed for; of a kept key its name. */
  readonly place: SealedFor | KeptKeyName;
}

/** Seals texts again when the keys that seal have changed; for a process with all keys. */
export abstract class Resealer {
  /** Undefined where it is under the newest key already. Throws `config.sealed_with_other_key`. */
  abstract resealed(text: SealedText): string | undefined;
}

/** Every sealed text of an installation, whatever its tenant, for those who change the keys that seal. */
export abstract class SealedTexts {
  /** The kept key of this name as it is stored; where none is, `first` from now on. */
  abstract keep(name: KeptKeyName, first: string): Promise<string>;
  /** The next `limit` texts of a kind behind `after`; an empty text for the first. */
  abstract page(kind: SealedKind, after: string, limit: number): Promise<readonly SealedText[]>;
  /** False where it is no longer what was read. */
  abstract replace(read: SealedText, sealed: string): Promise<boolean>;
}
