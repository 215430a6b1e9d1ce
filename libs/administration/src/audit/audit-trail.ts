import { countRefusal, SyncError, type AuditEntry, type KeptRefusals } from '@evenkeel/domain';
import { AuditScope, Clock, Ids, Logger, Store, type AuditEnd } from '@evenkeel/ports';

export type AskedFor = Omit<AuditEntry, 'requestId'>;

const DONE: AuditEnd = { outcome: 'done', code: null };

/** Writes down who asked for what, and what came of it. */
export class AuditTrail {
  private refusals: KeptRefusals = { minute: 0, count: 0 };

  constructor(
    private readonly store: Store,
    private readonly scope: AuditScope,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Carries out what changes something: each transaction of it writes that down. */
  async changing<T>(asked: AskedFor, work: () => Promise<T>): Promise<T> {
    const entry = { ...asked, requestId: this.ids.next() };
    const request = { entry, isNoted: false };
    try {
      const answer = await this.scope.within(request, work);
      // What was done elsewhere than in a transaction of the store.
      if (!request.isNoted) await this.write(entry, DONE);
      return answer;
    } catch (error) {
      // What the engine cannot do now is no refusal of who asked, and a database that is away takes no row either.
      if (error instanceof SyncError && error.errorClass !== 'system')
        await this.writeRefusal(entry, error.code);
      throw error;
    }
  }

  /** A request that came to nothing, before anything of it ran. */
  async refused(asked: AskedFor, code: string): Promise<void> {
    await this.writeRefusal({ ...asked, requestId: this.ids.next() }, code);
  }

  private async writeRefusal(entry: AuditEntry, code: string): Promise<void> {
    const { isKept, ...refusals } = countRefusal(this.refusals, this.clock.now());
    this.refusals = refusals;
    const { actor, operation, address } = entry;
    if (isKept) return this.write(entry, { outcome: 'refused', code });
    this.log.warn('refused, and not written down: there are too many', { actor, operation, address, code });
  }

  /** The caller is answered all the same: what changed something has written that down where it did. */
  private async write(entry: AuditEntry, end: AuditEnd): Promise<void> {
    try {
      await this.store.system.transaction((tx) => tx.audit.note(entry, end, false));
    } catch (error) {
      const { actor, operation } = entry;
      this.log.error('not written down in the audit log', { actor, operation, ...end, error: String(error) });
    }
  }
}
