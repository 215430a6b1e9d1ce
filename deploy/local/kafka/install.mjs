// Brings Apache Kafka's Maven artifacts to this machine, once.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const POM = fileURLToPath(new URL('./pom.xml', import.meta.url));
const LOCK_WAIT_MS = 300_000;

/** Where artifacts, and the data of a broker started by hand, are kept. */
export function kafkaHome() {
  return (
    process.env.EVENKEEL_KAFKA_HOME ?? fileURLToPath(new URL('../../../.evenkeel/kafka', import.meta.url))
  );
}

/**
 * Makes sure that the artifacts are there; may be called by several processes at once.
 * @returns {Promise<string>} the folder of the jars; rejects with the remedy where Java or Maven is missing
 */
export async function install() {
  await requireTool(
    'java',
    ['-version'],
    'Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless)',
  );
  const content = createHash('sha256')
    .update(await readFile(POM))
    .digest('hex')
    .slice(0, 8);
  const jars = join(kafkaHome(), `lib-${content}`);
  if (existsSync(jars)) return jars;
  await requireTool('mvn', ['-v'], 'Maven (Debian: apt-get install maven)');
  await mkdir(kafkaHome(), { recursive: true });
  await withLock(join(kafkaHome(), 'install.lock'), async () => {
    if (!existsSync(jars)) await download(jars);
  });
  return jars;
}

/** Downloads beside its place and moves it there when complete, so that a half download is never taken for a whole one. */
async function download(jars) {
  const partial = `${jars}.partial`;
  await rm(partial, { recursive: true, force: true });
  try {
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${partial}`];
    await run('mvn', ['-q', '-B', '-f', POM, ...goal], { maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const said = `${error.stdout ?? ''}${error.stderr ?? ''}`.trim().slice(0, 2_000);
    throw new Error(
      `Apache Kafka could not be downloaded with Maven; check the network, or set KAFKA_BROKERS to a broker.\n${said}`,
      { cause: error },
    );
  }
  await rename(partial, jars);
}

async function requireTool(tool, args, what) {
  try {
    await run(tool, args);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Error(
      `A local Kafka needs ${what}. Install it, or set KAFKA_BROKERS to a broker that runs already.`,
      { cause: error },
    );
  }
}

/** A folder is the lock, because only one process can create it; the owner's pid tells when it was left behind. */
async function withLock(lock, work) {
  const until = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (await isAbandoned(lock)) await rm(lock, { recursive: true, force: true });
      else if (Date.now() > until)
        throw new Error(`Another process has been installing Kafka for long: remove ${lock}`, {
          cause: error,
        });
      else await sleep(200);
    }
  }
  try {
    await writeFile(join(lock, 'pid'), String(process.pid));
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function isAbandoned(lock) {
  const pid = Number(await readFile(join(lock, 'pid'), 'utf8').catch(() => ''));
  return pid > 0 && !isAlive(pid);
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
