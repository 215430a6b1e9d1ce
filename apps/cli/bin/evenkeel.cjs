#!/usr/bin/env node
// Starts the command line. Runs on whatever Node the system has, so it stays within what an old one understands.
'use strict';
const { spawn } = require('node:child_process');
const { existsSync, realpathSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join, resolve } = require('node:path');

const OLDEST_NODE = [22, 19];
const main = join(__dirname, '..', 'dist', 'main.js');
const modules = resolve(__dirname, '..', '..', '..', 'node_modules');

function isTooOld() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

/** The Node that the lockfile pins, where npm has a build for this machine. */
function findPinnedNode() {
  const path = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  return existsSync(path) && realpathSync(path) !== realpathSync(process.execPath) ? path : undefined;
}

/** Stands in for the child: its signals become the child's, the child's end becomes ours. */
function startAgainWith(node) {
  const child = spawn(node, [join(__dirname, 'evenkeel.cjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {
    // A terminal has sent Ctrl-C to the child as well.
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  child.on('error', (error) => fail(error.message, 'run `npm ci` in the clone'));
  child.on('exit', (code) => (process.exitCode = code === null ? 1 : code));
}

function fail(message, remedy) {
  console.error(`${message}\n  remedy: ${remedy}`);
  process.exitCode = 1;
}

if (!existsSync(main)) {
  fail('The command line is not installed and built yet', 'run `npm start` in the clone once');
} else if (!isTooOld()) {
  // Halves the time to the first answer from the second start on.
  enableCompileCache(join(modules, '.cache', 'evenkeel'));
  require(main);
} else {
  const pinned = findPinnedNode();
  if (pinned !== undefined) startAgainWith(pinned);
  else {
    fail(
      `Node ${process.versions.node} is too old: ${OLDEST_NODE.join('.')} or newer is needed`,
      'run `npm ci` in the clone, which brings the right one, or install a newer Node',
    );
  }
}
