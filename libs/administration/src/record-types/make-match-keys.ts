import type { StoredReading, TenantId } from '@evenkeel/domain';
import { RecordSecrets, typeMatcher, type TypeMatcher } from '@evenkeel/operations';
import { Digest, Store, type Transaction } from '@evenkeel/ports';

/** Readings of one transaction. */
const PAGE = 1_000;

/** Transactions that a request waits for. */
const MOST_AT_ONCE = 5;

/** What a transaction left: more of them, nothing, or runs that have to end before it can begin. */
type Step = 'more' | 'done' | 'waits';

/**
 * Gives everything stored of a record type the keys of its match rules. Only then are new records matched: what is not found under a key
 * could be here all the same. It goes on where another process left it.
 */
export class MakeMatchKeys {
  constructor(
    private readonly store: Store,
    private readonly digest: Digest,
    private readonly secrets: RecordSecrets,
  ) {}

  async make(tenantId: TenantId, recordType: string): Promise<void> {
    const tenant = this.store.of(tenantId);
    const step = () => tenant.transaction((tx) => this.step(tx, recordType));
    while ((await step()) === 'more');
  }

  /** All of it where little is stored; the rest is left to a sweep. */
  async begin(tenantId: TenantId, recordType: string): Promise<void> {
    const tenant = this.store.of(tenantId);
    for (let steps = 0; steps < MOST_AT_ONCE; steps += 1) {
      if ((await tenant.transaction((tx) => this.step(tx, recordType))) !== 'more') return;
    }
  }

  private async step(tx: Transaction, recordType: string): Promise<Step> {
    await tx.matchKeys.lockType(recordType);
    const matcher = typeMatcher(await tx.recordTypes.find(recordType), {
      digest: (text) => this.digest.of(text),
      hash: this.secrets.of(tx.tenantId).hash,
    });
    if (matcher === undefined) return 'done';
    const known = await tx.matchKeys.progress(recordType);
    const { settingsDigest: keysOf } = matcher;
    const progress = known.keysOf === keysOf ? known : { keysOf, after: '0', completeAt: null };
    if (progress.completeAt !== null) return 'done';
    // What they write has no keys, or others.
    if (await tx.matchKeys.hasOlderExecutions(recordType)) return 'waits';
    const readings = await tx.matchKeys.readingsAfter(recordType, progress.after, PAGE);
    await changeKeys(tx, matcher, readings);
    const isLast = readings.length < PAGE;
    const after = readings.at(-1)?.referenceId ?? progress.after;
    const completeAt = isLast ? await tx.now() : null;
    await tx.matchKeys.saveProgress(recordType, { keysOf, after, completeAt });
    return isLast ? 'done' : 'more';
  }
}

async function changeKeys(
  tx: Transaction,
  matcher: TypeMatcher,
  readings: readonly StoredReading[],
): Promise<void> {
  const stored = await tx.matchKeys.ofReferences(readings.map(({ referenceId }) => referenceId));
  const wanted = readings.flatMap(({ referenceId, setId, data }) =>
    matcher.keysOf(data).map(({ digest: key }) => ({ referenceId, setId, key })),
  );
  const isWanted = new Set(wanted.map(({ referenceId, key }) => `${referenceId} ${key}`));
  await tx.matchKeys.change(
    wanted,
    stored.filter(({ referenceId, key }) => !isWanted.has(`${referenceId} ${key}`)),
  );
}
