import type { QuotaShare } from '@evenkeel/domain';
import type { QuotaGrant } from '@evenkeel/ports';

type Calls = Readonly<Record<QuotaShare, number>>;

const NONE: Calls = { bulk: 0, reserved: 0 };

/**
 * What the ledger holds for calls of this process under way. Where it counts nothing else, a call that begins while a grant of it would still
 * be valid may take the place of one that has ended: the ledger holds that place for at least as long as the call may take.
 */
export class HeldSlots {
  private held = NONE;
  private untilMs = -Infinity;
  private asked = 0;

  constructor(private readonly monotonicMs: () => number) {}

  /** Until the answer of the ledger nothing is passed on: it would contradict what the ledger is told. Gives what takes the answer. */
  beginAsking(): (share: QuotaShare, told: Calls, grant: QuotaGrant) => void {
    this.forget();
    const { asked } = this;
    return (share, told, { calls, validMs, countsOnlyHeld }) => {
      if (asked !== this.asked || !countsOnlyHeld) return;
      this.held = { ...told, [share]: told[share] + calls };
      this.untilMs = this.monotonicMs() + validMs;
    };
  }

  /** Nothing is passed on until the ledger was asked. */
  forget(): void {
    this.asked += 1;
    this.untilMs = -Infinity;
  }

  /** Whether one more call of the share may begin beside those. */
  hasRoom(share: QuotaShare, inFlight: Calls): boolean {
    return this.isKnown && inFlight[share] < this.held[share];
  }

  get isKnown(): boolean {
    return this.monotonicMs() < this.untilMs;
  }
}
