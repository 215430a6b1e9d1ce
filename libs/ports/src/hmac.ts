export abstract class Hmac {
  /** HMAC-SHA-256 of the raw bytes, in lower-case hexadecimal. */
  abstract sha256(secret: string, body: Uint8Array): string;
  /** Compares two texts in a time that does not tell where they differ. */
  abstract same(left: string, right: string): boolean;
}
