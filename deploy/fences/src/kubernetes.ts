import { loadAll } from 'js-yaml';
import { readText } from './projects.js';

export const KUBERNETES = 'deploy/kubernetes';

export interface Container {
  readonly image?: string;
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly resources?: Readonly<
    Record<'requests' | 'limits', { readonly cpu: string; readonly memory: string }>
  >;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly lifecycle?: unknown;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly terminationGracePeriodSeconds?: number;
  readonly volumes?: readonly { readonly name: string; readonly secret?: { readonly secretName: string } }[];
}

/** What a manifest of ours says, as far as is asked of it. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: { readonly spec: PodSpec };
    readonly [other: string]: unknown;
  };
}

/** The objects of one file below deploy/kubernetes. */
export const manifestsOf = (path: string): readonly Manifest[] =>
  loadAll(readText(`${KUBERNETES}/${path}`)) as Manifest[];

/** The rules of Prometheus as an object of the prometheus-operator. */
export function prometheusRule(generated: string): string {
  const rules = readText('deploy/prometheus/rules.yml')
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`));
  return [
    `# ${generated}`,
    'apiVersion: monitoring.coreos.com/v1',
    'kind: PrometheusRule',
    'metadata:',
    '  name: evenkeel',
    '  namespace: evenkeel',
    'spec:',
    ...rules,
    '',
  ].join('\n');
}

/** Kustomize reads no file outside of its folder. */
export const copies = ['postgres/create-roles.sh', 'kafka/log4j2.yaml', 'kafka/tools-log4j2.yaml'].map(
  (path) => ({
    path: `${KUBERNETES}/overlays/with-postgres-and-kafka/${path.split('/')[1]}`,
    write: () => readText(`deploy/docker/${path}`),
  }),
);
