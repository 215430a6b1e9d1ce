import type { Chunk, ChunkId } from '@evenkeel/domain';

/**
 * What a process holds of the chunks of listings, of the latest few. A run that makes a plan and then carries it out lists twice: what
 * the one listing has named the other names again.
 */
export class HeldListings<Part> {
  private readonly held = new Map<string, Map<ChunkId, Part>>();

  constructor(private readonly most: number) {}

  of({ executionId, plan }: Pick<Chunk, 'executionId' | 'plan'>): Map<ChunkId, Part> {
    const key = `${executionId} ${plan?.role ?? ''}`;
    const parts = this.held.get(key) ?? new Map<ChunkId, Part>();
    this.held.delete(key);
    this.held.set(key, parts);
    const [oldest] = this.held.keys();
    if (this.held.size > this.most && oldest !== undefined) this.held.delete(oldest);
    return parts;
  }
}
