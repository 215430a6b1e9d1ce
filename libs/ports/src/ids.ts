export abstract class Ids {
  /** A new UUID, version 7, so that rows of one time lie together. */
  abstract next(): string;
  /** `bytes` random bytes in base64url, for names that must not be guessed. */
  abstract secret(bytes: number): string;
}
