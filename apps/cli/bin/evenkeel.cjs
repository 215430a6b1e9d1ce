#!/usr/bin/env node
// Starts the command line. Runs on whatever Node the system has, so it stays within what an old one understands.
'use strict';
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join, resolve } = require('node:path');

const OLDEST_NODE = [22, 19];
const main = join(__dirname, '..', 'dist', 'main.js');

function isTooOld() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

/** The Node that the lockfile pins, where npm has a build for this machine. */
function findPinnedNode() {
  const name = process.platform === 'win32' ? 'node.cmd' : 'node';
  const path = resolve(__dirname, '..', '..', '..', 'node_modules', '.bin', name);
  return existsSync(path) ? path : undefined;
}

function start() {
  if (!existsSync(main)) {
    console.error('The command line is not built yet.\n  remedy: run `npm run build` in the clone first');
    return 1;
  }
  if (!isTooOld()) {
    require(main);
    return undefined;
  }
  const pinned = findPinnedNode();
  if (pinned === undefined) {
    console.error(
      `Node ${process.versions.node} is too old: ${OLDEST_NODE.join('.')} or newer is needed.\n` +
        '  remedy: run `npm ci` in the clone, which brings the right one, or install a newer Node',
    );
    return 1;
  }
  // The terminal sends Ctrl-C to both of us: the child decides what to do with it.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
  const child = spawnSync(pinned, [main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return child.status === null ? 1 : child.status;
}

const code = start();
if (code !== undefined) process.exitCode = code;
