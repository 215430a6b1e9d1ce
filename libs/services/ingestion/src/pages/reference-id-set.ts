/** Ids of one block share a bitmap of a kibibyte. */
const IDS_IN_BLOCK = 8_192;

/**
 * A set of reference ids. A listing that was stored in its own order has them side by side, so that a million of them take
 * some hundred kilobytes.
 */
export class ReferenceIdSet {
  private readonly blocks = new Map<number, Uint8Array>();

  add(id: number): void {
    const { block, byte, bit } = placeOf(id);
    let bits = this.blocks.get(block);
    if (bits === undefined) this.blocks.set(block, (bits = new Uint8Array(IDS_IN_BLOCK / 8)));
    bits[byte] = bits[byte]! | bit;
  }

  has(id: number): boolean {
    const { block, byte, bit } = placeOf(id);
    return ((this.blocks.get(block)?.[byte] ?? 0) & bit) !== 0;
  }
}

/** Ids are whole numbers below 2^47. */
function placeOf(id: number): { readonly block: number; readonly byte: number; readonly bit: number } {
  const block = Math.floor(id / IDS_IN_BLOCK);
  const within = id - block * IDS_IN_BLOCK;
  return { block, byte: within >> 3, bit: 1 << (within & 7) };
}
