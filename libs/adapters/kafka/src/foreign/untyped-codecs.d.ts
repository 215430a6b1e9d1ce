/** What is used of two packages that bring no types. */
declare module 'snappyjs' {
  export function uncompress(compressed: Buffer): Buffer;
}
declare module 'lz4js' {
  export function decompress(frame: Uint8Array): Uint8Array;
}
