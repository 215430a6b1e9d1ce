// Stryker's test runner for the domain: its specs are pure and ask for describe, it and expect only, so they run in this very
// process. Jest takes seconds to load them anew for each mutant of what is evaluated once (tables, patterns); this takes as long
// as the specs themselves, and the whole domain minutes instead of hours.
import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Script } from 'node:vm';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  toMutantRunResult,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import { transformSync } from '@swc/core';
import { expect } from 'expect';

const DOMAIN = 'libs/domain/src';
const packages = createRequire(import.meta.url);
const SWC = {
  swcrc: false,
  module: { type: 'commonjs' },
  jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
};

/** What instrumented code counts in and is told by. Code that was loaded keeps it, so it is never replaced. */
const stryker = (globalThis.__stryker__ ??= {});

/** Modules of the sandbox: compiled once, evaluated once for each environment. */
class Modules {
  #scripts = new Map();
  #imports = new Map();

  /** The exports of `file`, evaluated unless `environment` has it. */
  load(file, environment) {
    const known = environment.modules.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    environment.modules.set(file, module);
    const load = (name) =>
      name.startsWith('.') ? this.load(this.#resolved(file, name), environment) : packages(name);
    this.#scriptOf(file).runInThisContext()(module, module.exports, load);
    return module.exports;
  }

  /** How many imports lie between `from` and `to`; undefined where none lead there. */
  distance(from, to) {
    const seen = new Set([from]);
    for (let steps = 0, ring = [from]; ring.length > 0; steps += 1) {
      if (ring.includes(to)) return steps;
      ring = ring.flatMap((file) => [...(this.#imports.get(file) ?? [])]).filter((file) => !seen.has(file));
      for (const file of ring) seen.add(file);
    }
    return undefined;
  }

  #resolved(from, name) {
    const file = resolve(dirname(from), name.replace(/\.js$/, '.ts'));
    const imports = this.#imports.get(from) ?? new Set();
    this.#imports.set(from, imports.add(file));
    return file;
  }

  #scriptOf(file) {
    let script = this.#scripts.get(file);
    if (script === undefined) {
      const { code } = transformSync(readFileSync(file, 'utf8'), { ...SWC, filename: file });
      script = new Script(`(function (module, exports, require) {${code}\n})`, { filename: file });
      this.#scripts.set(file, script);
    }
    return script;
  }
}

/** Collects what a spec declares. Gives the tests as functions by their ids. */
function testsOf(file, load) {
  const tests = new Map();
  const path = [relative(process.cwd(), file)];
  const it = (title, run) => {
    const name = [...path, title].join(' > ');
    tests.set(`${name} #${tests.size}`, run);
  };
  it.each = (table) => (title, run) => {
    for (const row of rowsOf(table)) it(title, () => run(...row));
  };
  const describe = (title, declare) => {
    path.push(title);
    declare();
    path.pop();
  };
  describe.each = (table) => (title, declare) => {
    for (const row of rowsOf(table)) describe(title, () => declare(...row));
  };
  Object.assign(globalThis, { describe, it, expect });
  load();
  return tests;
}

/** As Jest takes them: a list of lists is a table, any other a column. */
function rowsOf(table) {
  return table.every(Array.isArray) ? table : table.map((value) => [value]);
}

class DomainRunner {
  #modules = new Modules();
  #specs = [];
  /** With no mutant active while it was loaded. */
  #environment = { modules: new Map(), tests: new Map() };

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const folder = join(process.cwd(), DOMAIN);
    this.#specs = readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.spec.ts'))
      .map((name) => join(folder, name));
    for (const spec of this.#specs) this.#declare(spec, this.#environment);
  }

  async dryRun() {
    const tests = [];
    for (const spec of this.#specs) tests.push(...(await this.#run(spec, this.#environment)));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, sandboxFileName, reloadEnvironment, hitLimit, disableBail }) {
    const wanted = testFilter && new Set(testFilter);
    const environment = reloadEnvironment ? { modules: new Map(), tests: new Map() } : this.#environment;
    stryker.hitLimit = hitLimit;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    try {
      const tests = [];
      for (const spec of this.#about(resolve(sandboxFileName), wanted)) {
        stryker.activeMutant = activeMutant.id;
        if (reloadEnvironment) this.#declare(spec, environment);
        tests.push(...(await this.#run(spec, environment, { wanted, bails: !disableBail })));
        if (!disableBail && tests.some(({ status }) => status === TestStatus.Failed)) break;
      }
      const result = determineHitLimitReached(stryker.hitCount, hitLimit) ?? {
        status: DryRunStatus.Complete,
        tests,
      };
      return toMutantRunResult(result, disableBail);
    } catch (error) {
      // Only what is evaluated while the specs are loaded comes here.
      return toMutantRunResult({ status: DryRunStatus.Error, errorMessage: String(error?.stack ?? error) });
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  /** The specs that lead to `file`, the nearest first: they notice most. */
  #about(file, wanted) {
    const names = wanted && new Set([...wanted].map((id) => id.split(' > ')[0]));
    return this.#specs
      .filter((spec) => names === undefined || names.has(relative(process.cwd(), spec)))
      .map((spec) => ({ spec, distance: this.#modules.distance(spec, file) }))
      .filter(({ distance }) => distance !== undefined)
      .sort((one, other) => one.distance - other.distance)
      .map(({ spec }) => spec);
  }

  #declare(spec, environment) {
    environment.tests.set(
      spec,
      testsOf(spec, () => this.#modules.load(spec, environment)),
    );
  }

  async #run(spec, environment, { wanted, bails = false } = {}) {
    const results = [];
    for (const [id, run] of environment.tests.get(spec)) {
      if (wanted !== undefined && !wanted.has(id)) continue;
      const result = await runTest(id, run);
      results.push({ ...result, fileName: spec });
      if (bails && result.status === TestStatus.Failed) break;
    }
    return results;
  }
}

async function runTest(id, run) {
  stryker.currentTestId = id;
  const began = performance.now();
  const ended = () => ({ id, name: id, timeSpentMs: performance.now() - began });
  try {
    await run();
    return { ...ended(), status: TestStatus.Success };
  } catch (error) {
    return { ...ended(), status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };
  } finally {
    stryker.currentTestId = undefined;
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'domain', DomainRunner)];
