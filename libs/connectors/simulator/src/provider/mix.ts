/** A number of 32 bits that looks random but is the same for the same two numbers (finaliser of MurmurHash3). */
export function mix(seed: number, index: number): number {
  let hash = Math.imul(index ^ 0x9e3779b9, 0x85ebca6b) ^ seed;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
