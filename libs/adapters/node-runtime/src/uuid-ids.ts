import { randomBytes, randomFillSync } from 'node:crypto';
import { Ids } from '@evenkeel/ports';

const POOL_BYTES = 4096;
const RANDOM_BYTES = 8;
const COUNTER_LIMIT = 0x1000;

/**
 * UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, a 12-bit counter that starts low at each new
 * millisecond (method 1 of section 6.2), 62 random bits. Ids of one process ascend, also when the clock steps back.
 */
export class UuidIds extends Ids {
  // One system call for 512 ids: a call each would cost more than everything else here.
  private readonly pool = Buffer.alloc(POOL_BYTES);
  private used = POOL_BYTES;
  private lastMs = 0;
  private counter = 0;

  constructor(private readonly now: () => number = Date.now) {
    super();
  }

  next(): string {
    const random = this.random();
    this.tick(random.readUInt8(0));
    const time = this.lastMs.toString(16).padStart(12, '0');
    const counter = this.counter.toString(16).padStart(3, '0');
    random[0] = (random[0]! & 0x3f) | 0x80;
    const tail = random.toString('hex');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  }

  secret(bytes: number): string {
    return randomBytes(bytes).toString('base64url');
  }

  private tick(start: number): void {
    const now = this.now();
    if (now > this.lastMs) {
      this.lastMs = now;
      this.counter = start;
      return;
    }
    this.counter += 1;
    if (this.counter < COUNTER_LIMIT) return;
    this.lastMs += 1;
    this.counter = 0;
  }

  /** Eight fresh random bytes; valid until the next call. */
  private random(): Buffer {
    if (this.used + RANDOM_BYTES > POOL_BYTES) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    const bytes = this.pool.subarray(this.used, this.used + RANDOM_BYTES);
    this.used += RANDOM_BYTES;
    return bytes;
  }
}
