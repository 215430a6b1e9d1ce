import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KUBERNETES } from './kubernetes.js';
import { root } from './projects.js';

/** A real API server for one command; it lies beside the checkout, or beside all of them, where it lies at all. */
const KIT = ['..', '../..']
  .map((above) => join(root, above, 'shared/real/kube-check.sh'))
  .find((path) => existsSync(path));
/** The kinds of the prometheus-operator are in its Go module. */
const OPERATOR = 'github.com/prometheus-operator/prometheus-operator@v0.85.0';
const DEFINITIONS = 'example/prometheus-operator-crd';

const hasKit = KIT !== undefined && spawnSync('go', ['version']).status === 0;
if (!hasKit)
  console.warn(
    '!!! NO MANIFEST WAS SHOWN TO A KUBERNETES: it needs Go, and the kit ../shared/real beside the checkout.',
  );

// The first call builds an API server, which takes minutes of all processors.
jest.setTimeout(30 * 60_000);

function check(...paths: readonly string[]): void {
  const checked = spawnSync(KIT!, paths, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  expect({ status: checked.status, said: `${checked.stdout}${checked.stderr}` }).toEqual({
    status: 0,
    said: expect.stringContaining('accepted by Kubernetes') as string,
  });
  // Warnings are those of Pod Security, and of fields that are going away.
  expect(checked.stderr).not.toContain('Warning:');
}

(hasKit ? describe : describe.skip)('a real API server', () => {
  it.each(['single', 'production', 'with-postgres-and-kafka'])('takes the overlay %s', (overlay) => {
    check(join(root, KUBERNETES, 'overlays', overlay));
  });

  it('takes what watches it, with the kinds of the prometheus-operator', () => {
    const got = spawnSync('go', ['mod', 'download', '-json', OPERATOR], { encoding: 'utf8', cwd: '/' });
    const { Dir: folder } = JSON.parse(got.stdout) as { readonly Dir: string };
    const kinds = ['podmonitors', 'servicemonitors', 'prometheusrules'].map((kind) =>
      join(folder, DEFINITIONS, `monitoring.coreos.com_${kind}.yaml`),
    );
    check(...kinds, join(root, KUBERNETES, 'components/monitoring'));
  });
});
