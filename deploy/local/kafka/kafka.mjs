// A real Apache Kafka on this machine, without Docker: one broker that is its own controller, on 127.0.0.1 only.
//   node deploy/local/kafka/kafka.mjs start [--port 9092]    runs until Ctrl-C or `stop`
//   node deploy/local/kafka/kafka.mjs stop
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, openSync, realpathSync, rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { install, isAlive, kafkaHome } from './install.mjs';
import { untilReady } from './ready.mjs';

export { install } from './install.mjs';

const JVM = ['-Xms128m', '-Xmx512m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];
const STOP_WITHIN_MS = 15_000;
const START_ATTEMPTS = 3;

/**
 * Starts a broker and waits until messages pass through it. It dies with this process, however this process ends.
 *
 * @param {{ dataDir?: string, port?: number, properties?: Record<string, string>, secured?: Secured }} [options] without
 *   `dataDir` the data is forgotten when it stops; `properties` are further lines of `server.properties`; with `secured`
 *   there is a second port, `securedBrokers`, that takes users by TLS only
 * @typedef {{ keystore: string, truststore: string, username: string, password: string, clientCertificates?: boolean }} Secured
 *   files in PEM: key and certificate of the broker, and who its clients are to have their certificates from
 * @returns {Promise<{ brokers: string, securedBrokers: string | undefined, pid: number | undefined, stop(): Promise<void>, kill(): Promise<void>, restart(): Promise<void>, close(): Promise<void> }>}
 *   `stop` keeps the messages; `kill` is what `kill -9` does; `restart` brings a stopped, killed or running broker up again
 *   at the same address; `close` ends it for good
 */
export async function start({ dataDir, port, properties = {}, secured } = {}) {
  const jars = await install();
  for (let attempt = 1; ; attempt += 1) {
    const dir = dataDir ?? (await mkdtemp(join(tmpdir(), 'evenkeel-kafka-')));
    const broker = new Broker(jars, dir, { temporary: dataDir === undefined, port, properties, secured });
    try {
      await broker.start();
      return broker.handle();
    } catch (error) {
      await broker.close();
      // A port that was free a moment ago may be another process's now.
      if (!(error instanceof PortTaken) || port !== undefined || attempt === START_ATTEMPTS) throw error;
    }
  }
}

class PortTaken extends Error {}

class Broker {
  #jars;
  #dir;
  #temporary;
  #port;
  #controllerPort;
  #moreProperties;
  #secured;
  #securedPort;
  #java;
  #watchdog;
  #exited = Promise.resolve();

  constructor(jars, dir, { temporary, port, properties, secured }) {
    this.#jars = jars;
    this.#dir = dir;
    this.#temporary = temporary;
    this.#port = port;
    this.#moreProperties = properties;
    this.#secured = secured;
  }

  handle() {
    const pid = () => this.#java?.pid;
    return {
      brokers: this.#address(),
      securedBrokers: this.#secured && `127.0.0.1:${this.#securedPort}`,
      get pid() {
        return pid();
      },
      stop: () => this.#end('SIGTERM'),
      kill: () => this.#end('SIGKILL'),
      restart: async () => {
        await this.#end('SIGTERM');
        await this.start();
      },
      close: () => this.close(),
    };
  }

  async start() {
    await this.#configure();
    const log = openSync(this.#logFile(), 'a');
    this.#java = spawn(
      'java',
      [...JVM, '-cp', join(this.#jars, '*'), 'kafka.Kafka', this.#propertiesFile()],
      {
        stdio: ['ignore', log, log],
        // Ctrl-C in a terminal reaches every process of its group: the broker is to outlive its clients.
        detached: true,
      },
    );
    const java = this.#java;
    this.#exited = new Promise((resolve) => java.once('close', resolve));
    this.#watchdog = endWithThisProcess(java.pid, this.#temporary ? this.#dir : undefined);
    const gaveUp = new AbortController();
    const died = this.#exited.then(async () => {
      gaveUp.abort();
      throw await this.#deathNote();
    });
    await Promise.race([untilReady(this.#address(), gaveUp.signal), died]);
    died.catch(() => undefined);
  }

  async close() {
    // What is thrown away need not be put in order first.
    await this.#end(this.#temporary ? 'SIGKILL' : 'SIGTERM');
    if (this.#temporary) await rm(this.#dir, { recursive: true, force: true, maxRetries: 5 });
  }

  async #end(signal) {
    const java = this.#java;
    if (java === undefined) return;
    this.#java = undefined;
    if (java.exitCode === null && java.signalCode === null) java.kill(signal);
    const late = setTimeout(() => java.kill('SIGKILL'), STOP_WITHIN_MS);
    await this.#exited;
    clearTimeout(late);
    this.#watchdog?.release();
  }

  async #configure() {
    this.#port ??= await freePort();
    this.#controllerPort = await freePort();
    if (this.#secured) this.#securedPort ??= await freePort();
    await mkdir(this.#dir, { recursive: true });
    await writeFile(this.#propertiesFile(), this.#properties());
    if (!existsSync(join(this.#dir, 'data', 'meta.properties'))) await this.#format();
  }

  /** Every broker here is alone in its cluster: what Kafka wrote for the first one does for all that come after it. */
  async #format() {
    const data = join(this.#dir, 'data');
    if (this.#secured) return this.#formatWithUser(this.#secured);
    const formatted = `${this.#jars}.formatted`;
    if (existsSync(formatted)) return cp(formatted, data, { recursive: true });
    const clusterId = await this.#storageTool();
    const partial = `${formatted}.${clusterId}`;
    await cp(data, partial, { recursive: true });
    // Of two that are first at the same time one is kept.
    await rename(partial, formatted).catch(() => rm(partial, { recursive: true }));
  }

  #formatWithUser({ username, password }) {
    const scram = (mechanism) => ['--add-scram', `${mechanism}=[name=${username},password=${password}]`];
    return this.#storageTool([...scram('SCRAM-SHA-256'), ...scram('SCRAM-SHA-512')]);
  }

  async #storageTool(more = []) {
    const clusterId = `e${randomBytes(16).toString('base64url').slice(1)}`;
    const args = ['-cp', join(this.#jars, '*'), 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c'];
    await promisify(execFile)('java', [...args, this.#propertiesFile(), ...more]);
    return clusterId;
  }

  #securedProperties() {
    if (!this.#secured) return {};
    const { keystore, truststore, username, password, clientCertificates = false } = this.#secured;
    const address = `127.0.0.1:${this.#securedPort}`;
    const listener = 'listener.name.secured';
    const module = 'org.apache.kafka.common.security';
    const scram = `${module}.scram.ScramLoginModule required;`;
    const plain = `${module}.plain.PlainLoginModule required user_${username}="${password}";`;
    return {
      listeners: `PLAINTEXT://${this.#address()},CONTROLLER://127.0.0.1:${this.#controllerPort},SECURED://${address}`,
      'advertised.listeners': `PLAINTEXT://${this.#address()},SECURED://${address}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL',
      [`${listener}.sasl.enabled.mechanisms`]: 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      [`${listener}.plain.sasl.jaas.config`]: plain,
      [`${listener}.scram-sha-256.sasl.jaas.config`]: scram,
      [`${listener}.scram-sha-512.sasl.jaas.config`]: scram,
      [`${listener}.ssl.keystore.type`]: 'PEM',
      [`${listener}.ssl.keystore.location`]: keystore,
      [`${listener}.ssl.truststore.type`]: 'PEM',
      [`${listener}.ssl.truststore.location`]: truststore,
      [`${listener}.ssl.client.auth`]: clientCertificates ? 'required' : 'none',
    };
  }

  #properties() {
    return `${[
      'process.roles=broker,controller',
      'node.id=1',
      `controller.quorum.voters=1@127.0.0.1:${this.#controllerPort}`,
      `listeners=PLAINTEXT://${this.#address()},CONTROLLER://127.0.0.1:${this.#controllerPort}`,
      `advertised.listeners=PLAINTEXT://${this.#address()}`,
      'controller.listener.names=CONTROLLER',
      'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      'inter.broker.listener.name=PLAINTEXT',
      `log.dirs=${join(this.#dir, 'data')}`,
      'auto.create.topics.enable=false',
      'group.initial.rebalance.delay.ms=0',
      // After kill -9 a broker may register again only when its former life has timed out.
      'broker.session.timeout.ms=2000',
      'broker.heartbeat.interval.ms=500',
      'offsets.topic.replication.factor=1',
      'offsets.topic.num.partitions=4',
      'transaction.state.log.replication.factor=1',
      'transaction.state.log.min.isr=1',
      'log.cleaner.dedupe.buffer.size=8388608',
      'num.network.threads=2',
      'num.io.threads=4',
      ...Object.entries({ ...this.#securedProperties(), ...this.#moreProperties }).map(
        ([name, value]) => `${name}=${value}`,
      ),
    ].join('\n')}\n`;
  }

  async #deathNote() {
    const log = await readFile(this.#logFile(), 'utf8').catch(() => '');
    const tail = log.trim().split('\n').slice(-15).join('\n');
    if (/Address already in use|BindException/.test(log)) {
      return new PortTaken(`Port ${this.#port} is taken: choose another with --port, or none.\n${tail}`);
    }
    return new Error(`Kafka ended before it was ready; its last words:\n${tail}`);
  }

  #address() {
    return `127.0.0.1:${this.#port}`;
  }

  #propertiesFile() {
    return join(this.#dir, 'server.properties');
  }

  #logFile() {
    return join(this.#dir, 'kafka.log');
  }
}

// Below the ports that Linux gives to outgoing connections: a broker that is away must find its port free again.
const [FIRST_PORT, BEYOND_PORTS] = [12_000, 32_000];

async function freePort() {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * (BEYOND_PORTS - FIRST_PORT));
    const server = createServer();
    const listening = await new Promise((resolve) =>
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)),
    );
    if (!listening) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/**
 * A shell that waits for the end of its input, which comes when this process ends in whatever way, `kill -9` included;
 * then it ends the broker and removes its data unless a later run is to find it again.
 */
function endWithThisProcess(pid, temporaryDir) {
  const script = 'cat >/dev/null; kill -9 "$1"; if [ -n "$2" ]; then sleep 1; rm -rf "$2"; fi';
  const watchdog = spawn('sh', ['-c', script, 'kafka-watchdog', String(pid), temporaryDir ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchdog.on('error', () => undefined);
  watchdog.stdin.on('error', () => undefined);
  watchdog.unref();
  watchdog.stdin.unref?.();
  return { release: () => watchdog.kill('SIGKILL') };
}

function runFile() {
  return join(kafkaHome(), 'running.json');
}

async function startByHand(port) {
  const broker = await start({ dataDir: join(kafkaHome(), 'broker'), port });
  await writeFile(runFile(), JSON.stringify({ pid: process.pid, brokers: broker.brokers }));
  console.log(
    `Kafka runs at ${broker.brokers}; stop it with Ctrl-C. For tests: export KAFKA_BROKERS=${broker.brokers}`,
  );
  const end = async () => {
    rmSync(runFile(), { force: true });
    await broker.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);
}

async function stopByHand() {
  const { pid } = JSON.parse(await readFile(runFile(), 'utf8').catch(() => '{}'));
  if (pid === undefined || !isAlive(pid)) {
    console.log('No Kafka was started by hand');
    return;
  }
  process.kill(pid, 'SIGTERM');
  while (isAlive(pid)) await sleep(100);
  console.log('Kafka is stopped');
}

async function main() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string' } },
  });
  if (positionals[0] === 'start')
    return startByHand(values.port === undefined ? undefined : Number(values.port));
  if (positionals[0] === 'stop') return stopByHand();
  console.error('Usage: node deploy/local/kafka/kafka.mjs start [--port PORT] | stop');
  process.exitCode = 2;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
