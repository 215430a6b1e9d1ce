import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICE_NAMES } from '@evenkeel/contracts-messages';
import { DEFAULT_PORTS, readServiceSettings, serviceVariables } from '@evenkeel/hosting';
import { KUBERNETES, manifestsOf, type Container, type Manifest, type PodSpec } from './kubernetes.js';
import { readJson, readText, root } from './projects.js';

interface SecretList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly stringData: Readonly<Record<string, string>>;
  }[];
}

const base = readdirSync(join(root, KUBERNETES, 'base'))
  .filter((file) => file.endsWith('.yaml') && !['kustomization.yaml', 'every-deployment.yaml'].includes(file))
  .flatMap((file) => manifestsOf(`base/${file}`));
const podOf = ({ spec }: Manifest): PodSpec => spec!.template!.spec;
const ofKind = (kind: string) => base.filter((each) => each.kind === kind);
const named = (kind: string, name: string) => ofKind(kind).find(({ metadata }) => metadata.name === name);
const every = podOf(manifestsOf('base/every-deployment.yaml')[0]!);

const linesOf = (path: string) =>
  Object.fromEntries(
    readText(`${KUBERNETES}/${path}`)
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
const settings = { ...linesOf('base/settings.env'), ...linesOf('overlays/production/settings.env') };

const environmentOf = ({ env = [] }: Container) =>
  Object.fromEntries(env.map(({ name, value }) => [name, value]));

/** The Secrets as a new installation makes them, by what they are mounted as. */
function makeSecrets(environment: Record<string, string> = {}) {
  const script = join(root, 'deploy/docker/kubernetes-secrets.mjs');
  const made = spawnSync(process.execPath, [script], { env: environment, encoding: 'utf8' });
  expect([made.status, made.stderr]).toEqual([0, '']);
  const { items } = JSON.parse(made.stdout) as SecretList;
  return new Map(items.map(({ metadata, stringData }) => [metadata.name, stringData]));
}

describe('the manifests of Kubernetes', () => {
  const secrets = makeSecrets();

  it('are one Deployment for each service, and for nothing else', () => {
    const names = ofKind('Deployment').map(({ metadata }) => metadata.name);
    expect(names.toSorted()).toEqual(SERVICE_NAMES.map((name) => `evenkeel-${name}`).toSorted());
    const budgets = ofKind('PodDisruptionBudget').map(({ metadata }) => metadata.name);
    expect(budgets.toSorted()).toEqual(names.toSorted());
  });

  it.each(SERVICE_NAMES)('start %s with all that it needs, and with no secret that it does not', (name) => {
    const pod = podOf(named('Deployment', `evenkeel-${name}`)!);
    const [container] = pod.containers as [Container];
    expect(container.args).toEqual([name]);
    const own = { ...environmentOf(every.containers[0]!), ...environmentOf(container) };
    const variables = Object.keys(serviceVariables(name));
    const isSetting = (each: string) =>
      variables.includes(each) || (each.endsWith('_FILE') && variables.includes(each.slice(0, -5)));
    expect(Object.keys(own).filter((each) => !isSetting(each))).toEqual([]);

    const mounts = [...every.containers[0]!.volumeMounts!, ...(container.volumeMounts ?? [])];
    const volumes = [...every.volumes!, ...(pod.volumes ?? [])];
    const used = new Set<string>();
    const filled = Object.entries(own).map(([variable, value]) => {
      if (!variable.endsWith('_FILE')) return [variable, value];
      const mount = mounts.find(({ mountPath }) => value.startsWith(`${mountPath}/`))!;
      const { secretName } = volumes.find((each) => each.name === mount.name)!.secret!;
      used.add(mount.name);
      const secret = secrets.get(secretName)?.[value.slice(mount.mountPath.length + 1)];
      expect({ variable, secret }).toEqual({ variable, secret: expect.any(String) as string });
      return variables.includes(variable) ? [variable, value] : [variable.slice(0, -5), secret];
    });
    const unused = mounts.filter((each) => each.name !== 'tmp' && !used.has(each.name));
    expect(unused).toEqual([]);
    const read = readServiceSettings(name, { ...settings, ...Object.fromEntries(filled) });
    expect(read.listen).toMatchObject({ host: '0.0.0.0', port: DEFAULT_PORTS[name] });
    const { grpc } = read.listen;
    expect(grpc !== undefined).toBe(name === 'admin');
    expect(container.ports).toEqual([
      { name: 'http', containerPort: DEFAULT_PORTS[name] },
      ...(grpc === undefined ? [] : [{ name: 'grpc', containerPort: grpc.port }]),
    ]);
    expect(read.platform.access?.authentication).toBe(name === 'admin' ? 'keys' : undefined);
  });

  it('name no setting that is none', () => {
    const known = new Set(SERVICE_NAMES.flatMap((name) => Object.keys(serviceVariables(name))));
    expect(Object.keys(settings).filter((each) => !known.has(each))).toEqual([]);
  });

  it('let services that are called be known by their names, and the executor-worker be called by none', () => {
    const names = ofKind('Service').map(({ metadata }) => metadata.name);
    expect(names.toSorted()).toEqual(
      SERVICE_NAMES.filter((name) => name !== 'executor-worker')
        .map((name) => `evenkeel-${name}`)
        .toSorted(),
    );
    const asked = settings['EVENKEEL_SERVICES']!.split(',').map((pair) => pair.split('=')[1]!);
    const ports = (url: string) =>
      DEFAULT_PORTS[new URL(url).hostname.slice(9) as keyof typeof DEFAULT_PORTS];
    expect(asked.filter((url) => ports(url) !== Number(new URL(url).port))).toEqual([]);
    const hosts = settings['EVENKEEL_HOST_NAMES']!.split(',');
    // The gateway takes deliveries by any name.
    const called = ['evenkeel-admin', ...asked.map((url) => new URL(url).hostname)];
    expect(called.filter((host) => host !== 'evenkeel-webhook-gateway' && !hosts.includes(host))).toEqual([]);
  });

  it('say of each container what it asks for and may have, and give it longer to stop than it takes', () => {
    for (const { metadata, spec } of [...ofKind('Deployment'), ...ofKind('Job')]) {
      for (const { resources, image } of spec!.template!.spec.containers) {
        expect({ name: metadata.name, image, resources }).toEqual({
          name: metadata.name,
          image: 'evenkeel/evenkeel',
          resources: {
            requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
            limits: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
          },
        });
      }
    }
    // The longest sleep before SIGTERM, and the 10 s after which a process gives up.
    expect(every.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(5 + 10 + 5);
  });

  it('are of the version of this checkout, with a migration of its own', () => {
    const { version } = readJson<{ readonly version: string }>('package.json');
    for (const file of ['base', 'overlays/with-postgres-and-kafka']) {
      const text = readText(`${KUBERNETES}/${file}/kustomization.yaml`);
      expect(text.match(/newTag: (\S+)/)?.[1]).toBe(version);
    }
    expect(ofKind('Job').map(({ metadata }) => metadata.name)).toEqual([
      `evenkeel-migrate-${version.replaceAll('.', '-')}`,
    ]);
  });

  it('keep two of what decides who works, and no more of what reads messages than a topic has partitions', () => {
    for (const name of ['scheduler', 'coordinator'])
      expect(named('Deployment', `evenkeel-${name}`)?.spec?.replicas).toBeGreaterThanOrEqual(2);
    for (const { spec } of ofKind('HorizontalPodAutoscaler'))
      expect(spec!['maxReplicas']).toBeLessThanOrEqual(6);
  });

  it('take the address of a database, and the keys, that are there already', () => {
    const key = secrets.get('evenkeel-master')!['key']!;
    const url = 'postgresql://a:b@db.example.com/evenkeel';
    const made = makeSecrets({ DATABASE_URL: url, EVENKEEL_SECRET_KEY: key });
    expect(made.get('evenkeel-database')).toEqual({ url });
    expect(made.has('evenkeel-postgres')).toBe(false);
    expect(made.get('evenkeel-gateway')).toEqual(secrets.get('evenkeel-gateway'));
    expect(made.get('evenkeel-ingestion')).toEqual(secrets.get('evenkeel-ingestion'));
    expect(made.get('evenkeel-owner')).not.toEqual(secrets.get('evenkeel-owner'));
  });
});

it('lets a process that listens to no signal end when it is told to, as the first process of a container', async () => {
  const start = join(root, 'deploy/docker/run.mjs');
  const sandbox = spawn(process.execPath, [start, 'sandbox', '--port', '0'], { env: {} });
  await once(sandbox.stdout, 'data');
  sandbox.kill('SIGTERM');
  // By itself: the kernel does not end the first process of a container for a signal that it does not catch.
  expect(await once(sandbox, 'exit')).toEqual([143, null]);
}, 30_000);
