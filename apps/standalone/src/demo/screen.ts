import type { ExecutionView } from '@evenkeel/contracts-admin';
import {
  outcomesThat,
  printable,
  type Outcome,
  type OutcomeCounter,
  type OutcomeCounts,
} from '@evenkeel/domain';

const PLAIN_LINE_EVERY_MS = 1_000;
const CLEAR_LINE = '\r\u001b[2K';

const whole = new Intl.NumberFormat('en');

/** As much of a stream as a screen needs. */
interface Output {
  readonly isTTY: boolean;
  write(text: string): boolean;
}

/** What a person sees: one line that moves on a terminal, a line a second elsewhere. */
export class Screen {
  private moving = false;
  private lastPlainAt = -Infinity;

  constructor(private readonly out: Output) {}

  line(text = ''): void {
    this.clear();
    this.out.write(`${text.split('\n').map(printable).join('\n')}\n`);
  }

  progress(execution: ExecutionView): void {
    const text = printable(`  ${execution.job.name}  ${describeProgress(execution)}`);
    if (this.out.isTTY) {
      this.out.write(`${CLEAR_LINE}${text}`);
      this.moving = true;
      return;
    }
    const now = performance.now();
    if (now - this.lastPlainAt < PLAIN_LINE_EVERY_MS) return;
    this.lastPlainAt = now;
    this.out.write(`${text}\n`);
  }

  private clear(): void {
    if (this.moving) this.out.write(CLEAR_LINE);
    this.moving = false;
  }
}

export function describeProgress({ status, progress, receipt, durationMs }: ExecutionView): string {
  const records = `${whole.format(progress.processed)} records`;
  const share = progress.percentage === null ? '' : ` (${Math.floor(progress.percentage)} %)`;
  const seconds = (durationMs ?? 0) / 1000;
  const rate = seconds > 0.2 ? `  ${whole.format(Math.round(progress.processed / seconds))} a second` : '';
  const failed = receipt.failed > 0 ? `  ${whole.format(receipt.failed)} failed` : '';
  return `${status === 'running' ? progress.phase : status}  ${records}${share}${rate}${failed}`;
}

/** The receipt of an ended execution, as lines. */
export function describeReceipt(execution: ExecutionView): readonly string[] {
  const { receipt, reason } = execution;
  const seconds = ((execution.durationMs ?? 0) / 1000).toFixed(2);
  const count = (name: string, value: number, parts: readonly Outcome[] = []) =>
    `    ${name.padEnd(10)}${whole.format(value).padStart(12)}${describeParts(receipt.outcomes, parts)}`;
  return [
    `  ${execution.job.name}  ${execution.status} in ${seconds} s`,
    ...(reason === null
      ? []
      : [`    ${reason.message}`, ...(reason.remedy === null ? [] : [`    ${reason.remedy}`])]),
    '',
    count('fetched', receipt.fetched),
    count('created', receipt.created),
    count('updated', receipt.updated),
    count('skipped', receipt.skipped, countedAs('skipped')),
    count('failed', receipt.failed, countedAs('failed')),
    ...(receipt.closeOut !== null && receipt.closeOut.candidates > 0
      ? [count('gone', receipt.closeOut.inactivated)]
      : []),
    receipt.balanced
      ? '    It balances: every record that was fetched has exactly one outcome.'
      : '    It does not balance: some records have no outcome yet, or more than one.',
  ];
}

const countedAs = (counter: OutcomeCounter) => outcomesThat((meaning) => meaning.counter === counter);

function describeParts(outcomes: OutcomeCounts, parts: readonly Outcome[]): string {
  const some = parts.filter((outcome) => outcomes[outcome] > 0);
  return some.map((outcome) => `  ${outcome} ${whole.format(outcomes[outcome])}`).join(',');
}
