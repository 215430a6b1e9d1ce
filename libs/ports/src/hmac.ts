import type { HmacAlgorithm, SignatureEncoding } from '@evenkeel/domain';

/** How an HMAC is made, and written as text. */
export interface HmacForm {
  readonly algorithm: HmacAlgorithm;
  readonly encoding: SignatureEncoding;
}

export abstract class Hmac {
  /** HMAC of these raw bytes, one behind the other. */
  abstract sign(form: HmacForm, key: string | Uint8Array, parts: readonly (string | Uint8Array)[]): string;
  /** SHA-256 of the raw bytes, in lower-case hexadecimal. */
  abstract digest(bytes: Uint8Array): string;
  /** Compares two texts in a time that does not tell where they differ. */
  abstract same(left: string, right: string): boolean;
}
