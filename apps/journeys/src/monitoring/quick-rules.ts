/**
 * The rules as they are, but for their times: a journey cannot wait for a quarter of an hour. What is replaced has to be there, so that
 * a rule that changes is noticed.
 */
const TIMES: readonly (readonly [RegExp, string])[] = [
  [/for: \d+m/g, 'for: 1s'],
  [/\[\d+m:1m\]/g, '[6s:1s]'],
  [/\[\d+[mh]\]/g, '[15s]'],
  [/offset 1h/g, 'offset 15s'],
];

/** What waits for longer than this is told; sooner in a journey. */
const THRESHOLDS: Readonly<Record<string, readonly [string, string]>> = {
  EvenkeelJobStale: ['> 300', '> 3'],
  EvenkeelJobSlow: ['> 60', '> 1'],
  EvenkeelConflictOld: ['> 259200', '> 1'],
  EvenkeelQueueBacklog: ['> 300', '> 2'],
  EvenkeelSchedulerLate: ['> 60', '> 3'],
  EvenkeelOutboxBacklog: ['> 60', '> 2'],
  EvenkeelConsumerLag: ['> 1000', '> 0'],
  EvenkeelSweepFailing: ['> 3', '> 0'],
};

export function quickRules(rules: string): string {
  const hurried = TIMES.reduce((text, [time, short]) => {
    if (!time.test(text)) throw new Error(`No rule has ${String(time)} any more`);
    return text.replace(time, short);
  }, rules);
  return hurried
    .split(/(?=- alert: )/)
    .map(lowered)
    .join('');
}

function lowered(rule: string): string {
  const [, alert = ''] = /^- alert: (\w+)/.exec(rule) ?? [];
  const [from, to] = THRESHOLDS[alert] ?? ['', ''];
  if (!rule.includes(from)) throw new Error(`${alert} has no ${from} any more`);
  return rule.replace(from, to);
}
