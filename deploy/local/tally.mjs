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

  /** Adds one jest run by its `--json` file. A run that left none, or ended badly with no failed test, is a failure. */
  addJest(name, file, exitCode) {
    if (!existsSync(file))
      return this.fail(name, `jest ended with exit code ${exitCode} and without results`);
    const result = JSON.parse(readFileSync(file, 'utf8'));
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    this.passed += result.numPassedTests;
    this.failed += failed;
    this.skipped += result.numPendingTests + result.numTodoTests;
    const counts = `${result.numPassedTests} passed, ${failed} failed, ${result.numPendingTests} skipped`;
    this.#notes.push(`${failed > 0 ? 'FAILED ' : 'ok     '} ${name}: ${counts}`);
    for (const suite of result.testResults) {
      const broken = suite.assertionResults.filter(({ status }) => status === 'failed');
      if (suite.status === 'failed' && broken.length === 0)
        this.#notes.push(`        ${suite.name}: could not run`);
      for (const { fullName } of broken) this.#notes.push(`        ${suite.name}: ${fullName}`);
    }
    if (failed === 0 && exitCode !== 0) this.fail(name, `jest ended with exit code ${exitCode}`);
  }

  report() {
    return this.#notes.join('\n');
  }

  closingLine() {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}
