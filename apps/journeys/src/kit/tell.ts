const begin = performance.now();

/** One line for a person who watches a journey that takes its time. */
export function tell(what: string): void {
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stderr.write(`${seconds.padStart(7)} s  ${what}\n`);
}
