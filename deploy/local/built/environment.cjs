// The environment of a test file that shares its process with others: the process itself. What a file changes of it is put back
// when the file has ended.
const { ModuleMocker } = require('jest-mock');

module.exports = class BuiltEnvironment {
  global = globalThis;
  fakeTimers = null;
  fakeTimersModern = null;
  moduleMocker = new ModuleMocker(globalThis);
  #before = { env: { ...process.env }, exit: process.exit, cwd: process.cwd(), console: globalThis.console };

  async setup() {
    // Jest asks for 100 frames of every error, and the engine throws many that tests expect.
    Error.stackTraceLimit = 25;
  }

  async teardown() {
    this.moduleMocker.restoreAllMocks();
    const { env, exit, cwd, console } = this.#before;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    process.exit = exit;
    process.exitCode = undefined;
    if (process.cwd() !== cwd) process.chdir(cwd);
    globalThis.console = console;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** There is none: modules are Node's own. */
  getVmContext() {
    return null;
  }
};
