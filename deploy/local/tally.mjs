import { existsSync, readFileSync } from 'node:fs';

/** Counts over all suites: each check is one, each test of a jest run is one. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  #notes = [];

  pass(name, seconds) {
    this.passed += 1;
    this.#notes.push(`ok      ${name} (${seconds} s)`);
  }

  fail(name, why) {
    this.failed += 1;
    this.#notes.push(`FAILED  ${name}: ${why}`);
  }

  /** What is played on request only: each of its files counts as skipped. */
  leave(lane, files) {
    this.skipped += files.length;
    this.#notes.push(`skipped ${lane}: ${files.length} files on request, by \`npm test -- --only ${lane}\``);
    for (const file of files) this.#notes.push(`        ${file}`);
  }

  /**
   * Adds one jest run by its `--json` file, lane by lane. A run that left none, or ended badly with no failed test, is a
   * failure.
   */
  addJest(file, exitCode, { lanes, laneOf }) {
    const name = lanes.join(' and ');
    if (!existsSync(file))
      return this.fail(name, `jest ended with exit code ${exitCode} and without results`);
    const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
    const failedBefore = this.failed;
    for (const lane of lanes)
      this.#addSuites(
        lane,
        testResults.filter((suite) => laneOf(suite.name) === lane),
      );
    if (this.failed === failedBefore && exitCode !== 0)
      this.fail(name, `jest ended with exit code ${exitCode}`);
  }

  #addSuites(lane, suites) {
    const tests = suites.flatMap((suite) => suite.assertionResults.map((test) => ({ ...test, suite })));
    const broken = suites.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    );
    const ended = (...statuses) => tests.filter(({ status }) => statuses.includes(status));
    const failed = ended('failed').length + broken.length;
    const [passed, skipped] = [ended('passed').length, ended('pending', 'todo', 'skipped').length];
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
    const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    this.#notes.push(`${failed > 0 ? 'FAILED ' : 'ok     '} ${lane}: ${counts}`);
    for (const { name } of broken) this.#notes.push(`        ${name}: could not run`);
    for (const { suite, fullName } of ended('failed')) this.#notes.push(`        ${suite.name}: ${fullName}`);
  }

  report() {
    return this.#notes.join('\n');
  }

  closingLine() {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}
