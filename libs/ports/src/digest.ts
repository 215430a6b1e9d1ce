export abstract class Digest {
  /** A 128-bit digest of the text as 32 lower-case hexadecimal digits. */
  abstract of(text: string): string;
}
