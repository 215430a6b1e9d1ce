import type { SourceRecord } from '@evenkeel/domain';
import {
  Connector,
  Connectors,
  type ConnectorSession,
  type ConnectorStream,
  type PageRequest,
  type SourcePage,
} from '@evenkeel/ports';
import type { SeededRandom } from '../world/seeded-random.js';

/** What is wrong with a listing: nothing, or that a 200 gives less than there is, or that its offsets shift. */
export type Glitch = 'none' | 'half' | 'empty' | 'truncated' | 'shifting';

export interface TrialStream {
  readonly records: number;
  readonly pageSize: number;
  readonly listing: 'stable' | 'shifting';
  readonly readOne: boolean;
}

/** A provider whose pages are offsets into its records, in the order of their ids. */
export class TrialProvider extends Connector {
  readonly name = 'trial';
  /** Ids of what it has. */
  readonly records: Set<string>;
  glitch: Glitch = 'none';
  /** How many records its listing admits to, while it is truncated. */
  private listed = Infinity;

  constructor(
    private readonly stream: TrialStream,
    private readonly random: SeededRandom,
  ) {
    super();
    this.records = new Set(
      Array.from({ length: stream.records }, (_, n) => `r${String(n).padStart(4, '0')}`),
    );
  }

  /** What it does wrong from now on. */
  become(glitch: Glitch): void {
    this.glitch = glitch;
    const { size } = this.records;
    const truncatedAt = () => this.random.below(size);
    const listed = { none: Infinity, shifting: Infinity, empty: 0, half: Math.floor(size / 2) };
    this.listed = glitch === 'truncated' ? truncatedAt() : listed[glitch];
  }

  deleteSome(most: number): void {
    for (let left = this.random.below(most + 1); left > 0; left -= 1) {
      this.records.delete(this.random.pick([...this.records]));
    }
  }

  validate(): void {}

  destinations() {
    return {};
  }

  open(): ConnectorSession {
    const { pageSize, listing, readOne } = this.stream;
    const records: ConnectorStream = {
      description: { name: 'records', pageSize, incremental: false, listing },
      readPage: (request) => Promise.resolve(this.page(request)),
      ...(readOne && { readOne: (externalId) => Promise.resolve(this.find(externalId)) }),
    };
    return {
      check: () => Promise.resolve(),
      discover: () => Promise.resolve([records]),
      stream: () => Promise.resolve(records),
    };
  }

  private page({ cursor, pageSize }: PageRequest): SourcePage {
    // Records that were deleted on earlier pages pull others over the edge of this one.
    if (this.glitch === 'shifting' && cursor !== null) this.deleteSome(1);
    const all = [...this.records].sort().slice(0, this.listed);
    const start = Number(cursor ?? 0);
    const end = start + pageSize;
    const next = end < all.length ? String(end) : null;
    return { records: all.slice(start, end).map(recordOf), next, bound: null };
  }

  private find(externalId: string): SourceRecord | undefined {
    return this.records.has(externalId) ? recordOf(externalId) : undefined;
  }
}

function recordOf(id: string): SourceRecord {
  return { externalId: id, version: null, modifiedAt: null, data: { id } };
}

/** The one provider there is, whatever a connection says. */
export class OneProvider extends Connectors {
  constructor(private readonly provider: Connector) {
    super();
  }

  named(): Connector {
    return this.provider;
  }
}
