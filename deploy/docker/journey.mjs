// `npm run journey:compose`: builds the image, brings docker-compose.yml up as a project of its own on free ports, syncs the
// sandbox through it, takes it down and up again, syncs once more, and removes every trace. Skipped without Docker.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROJECT = 'evenkeel-journey';
const RECORDS = 1000;
const PORTS = ['ADMIN', 'GRPC', 'GATEWAY', 'SANDBOX', 'POSTGRES'].map((name) => `EVENKEEL_${name}_PORT`);
const cwd = fileURLToPath(new URL('../..', import.meta.url));
const began = Date.now();
const say = (text) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);

const docker = spawnSync('docker', ['compose', 'version'], { encoding: 'utf8' });
const engine = spawnSync('docker', ['info'], { encoding: 'utf8' });
if (docker.status !== 0 || engine.status !== 0) {
  console.log(
    '!!! THE COMPOSE JOURNEY WAS SKIPPED: it needs a Docker engine with compose, and none answers.',
  );
  process.exit(0);
}

const env = { ...process.env };
for (const port of PORTS) env[port] = String(await freePort());
const admin = `http://127.0.0.1:${env.EVENKEEL_ADMIN_PORT}/api/v1`;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Gives what the command wrote to standard output; what it says beside goes to ours. */
async function compose(...args) {
  const command = spawn('docker', ['compose', '--progress', 'quiet', '-p', PROJECT, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  command.stdout.on('data', (chunk) => (output += chunk));
  const [code] = await once(command, 'close');
  if (code !== 0) throw new Error(`docker compose ${args.join(' ')} ended with ${code}\n${output}`);
  return output;
}

async function api(method, path, body) {
  const answer = await fetch(`${admin}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

async function sync() {
  const { id } = await api('POST', '/jobs/customers/runs', { mode: 'full' });
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(200)) {
    const { executionId } = await api('GET', `/triggers/${id}`);
    const execution = executionId && (await api('GET', `/executions/${executionId}`));
    if (execution?.ended) return execution;
  }
  throw new Error(`Trigger ${id} did not lead to a run that ended within 60 s`);
}

const cli = (...args) => compose('run', '--rm', '-T', 'cli', ...args);

function checkRun({ status, reason, receipt }, expected) {
  assert.equal(status, 'completed', JSON.stringify(reason));
  const none = { created: 0, updated: 0, skipped: 0, failed: 0, replayed: 0 };
  for (const [name, value] of Object.entries({ balanced: true, fetched: RECORDS, ...none, ...expected })) {
    assert.equal(receipt[name], value, `${name} in ${JSON.stringify(receipt)}`);
  }
}

/** What the compose file promises about each container of ours, as the engine has it. */
async function checkContainers() {
  const ids = (await compose('ps', '--all', '--quiet')).trim().split('\n');
  const { stdout } = spawnSync('docker', ['inspect', ...ids], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const containers = JSON.parse(stdout);
  for (const { Name, Config, HostConfig, State } of containers) {
    const ours = Config.Image.startsWith('evenkeel/');
    if (ours) {
      assert.equal(Config.User, '1000:1000', `${Name} runs as root`);
      assert.equal(HostConfig.ReadonlyRootfs, true, `${Name} can write to its root`);
    }
    assert.ok(HostConfig.Memory > 0 && HostConfig.NanoCpus > 0, `${Name} has no limits`);
    for (const binding of Object.values(HostConfig.PortBindings ?? {}).flat()) {
      assert.equal(binding.HostIp, '127.0.0.1', `${Name} listens to other machines`);
    }
    if (State.Status === 'running') assert.equal(State.Health?.Status, 'healthy', `${Name} is not healthy`);
    const secrets = Config.Env.filter((line) => /(PASSWORD|KEY|DATABASE_URL)=./.test(line));
    assert.deepEqual(secrets, [], `${Name} shows secrets to docker inspect`);
  }
  return containers.length;
}

async function journey() {
  say('building the image and starting everything ...');
  if (!process.argv.includes('--no-build')) await compose('build', '--quiet');
  say('image built');
  await compose('up', '--detach', '--wait', '--wait-timeout', '180');
  say('up: all healthy');
  say(`${await checkContainers()} containers: not root, read-only, limited, on 127.0.0.1 only`);

  const { services } = await api('GET', '/status');
  assert.equal(services.filter(({ ready }) => ready).length, 7, JSON.stringify(services));
  await cli('doctor');
  const settings = JSON.stringify({ baseUrl: 'http://sandbox:4187' });
  await cli('connections', 'add', 'sandbox', '--connector', 'simulator', '--settings', settings);
  await cli('connections', 'check', 'sandbox');
  const stream = ['--stream', 'customers', '--record-type', 'customer'];
  await cli('jobs', 'add', 'customers', '--connection', 'sandbox', ...stream);
  say((await cli('run', 'customers', '--watch')).trim().split('\n').at(-1));
  const { items } = await api('GET', '/executions?job=customers');
  assert.equal(items.length, 1);
  checkRun(items[0], { created: RECORDS });
  const sql = 'select count(*) from evenkeel.record';
  const rows = await compose(
    'exec',
    '-T',
    'postgres',
    'psql',
    '-U',
    'postgres',
    '-d',
    'evenkeel',
    '-tAc',
    sql,
  );
  assert.equal(Number(rows), RECORDS);
  say(`synced in ${items[0].durationMs} ms; the API shows the receipt, SQL the records`);

  await compose('down', '--timeout', '60');
  say('down');
  await compose('up', '--detach', '--wait', '--wait-timeout', '180');
  say('up again, with the same secrets and data');
  const second = await sync();
  checkRun(second, { skipped: RECORDS });
  say(`synced again in ${second.durationMs} ms: nothing had changed`);
}

const before = spawnSync('docker', ['volume', 'ls', '--quiet'], { encoding: 'utf8' }).stdout.split('\n');
let failed = false;
try {
  await journey();
} catch (error) {
  failed = true;
  console.error(await compose('logs', '--no-color', '--tail', '40').catch(String));
  console.error(error);
} finally {
  await compose('down', '--volumes', '--remove-orphans', '--timeout', '60').catch(console.error);
}
const left = spawnSync('docker', ['volume', 'ls', '--quiet'], { encoding: 'utf8' }).stdout;
const leftBehind = left.split('\n').filter((volume) => volume !== '' && !before.includes(volume));
if (leftBehind.length > 0) {
  failed = true;
  console.error(`Volumes left behind: ${leftBehind.join(', ')}`);
}
say(failed ? 'FAILED' : 'passed; nothing is left behind');
process.exit(failed ? 1 : 0);
