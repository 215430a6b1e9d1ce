// Jest's runtime, as far as its runner and jest-circus ask for it, over Node's own modules. Jest's makes each module anew for each
// test file, a second of processor time for a file that imports NestJS or TypeORM; here a worker makes it once.
const { existsSync } = require('node:fs');
const { sep } = require('node:path');

const CIRCUS_HANDLERS = Symbol.for('EVENT_HANDLERS');
const CIRCUS_TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');

/** What `tsc -b` built of a source file. */
function builtOf(source) {
  const built = source.replace(`${sep}src${sep}`, `${sep}dist${sep}`).replace(/\.ts$/, '.js');
  if (!existsSync(built)) throw new Error(`${source} is not built: run \`npm run build\` first`);
  return built;
}

/** What only tests load is loaded anew for each file: it may count, or hold what a hook of the file has made. */
const OF_TESTS =
  /[\\/](?:(?:libs[\\/](?:conformance|simulation)|apps[\\/]journeys|deploy[\\/]fences)[\\/]dist[\\/]|dist[\\/](?:.*[\\/])?testing[\\/])|\.(?:spec|conformance)\.js$/;

function forget(isForgotten) {
  for (const path of Object.keys(require.cache)) if (isForgotten(path)) delete require.cache[path];
  // Else this module keeps each of them.
  module.children.length = 0;
}

class BuiltRuntime {
  #mocker;
  #testPath;

  constructor(_config, environment, _resolver, _transformer, _cacheFS, _coverage, testPath) {
    this.#mocker = environment.moduleMocker;
    this.#testPath = testPath;
    globalThis.jest = this.#jest();
    delete globalThis[CIRCUS_TIMEOUT];
  }

  requireModule(path) {
    return require(path === this.#testPath ? builtOf(path) : path);
  }

  /** jest-circus keeps the tests of a file, and who listens to them, in its own module: it is made anew for each file. */
  requireInternalModule(path) {
    delete globalThis[CIRCUS_HANDLERS];
    delete require.cache[path];
    return require(path);
  }

  #jest() {
    const mocker = this.#mocker;
    return {
      fn: mocker.fn.bind(mocker),
      spyOn: mocker.spyOn.bind(mocker),
      restoreAllMocks: () => mocker.restoreAllMocks(),
      setTimeout: (ms) => (globalThis[CIRCUS_TIMEOUT] = ms),
    };
  }

  teardown() {
    forget((path) => OF_TESTS.test(path));
  }

  setGlobalsForRuntime() {}
  enterTestCode() {}
  leaveTestCode() {}
  unstable_shouldLoadAsEsm() {
    return false;
  }
  getSourceMaps() {
    return new Map();
  }
  getAllCoverageInfoCopy() {
    return undefined;
  }
}

module.exports = { default: BuiltRuntime, __esModule: true };
