import { SERVICE_NAMES } from '@evenkeel/contracts-messages';
import { install, type Installation } from './kit/installation.js';
import { onKafka } from './kit/on-kafka.js';
import { tell } from './kit/tell.js';
import { queriesOfDashboards } from './monitoring/dashboard-queries.js';
import { FAULTS } from './monitoring/faults.js';
import { Monitoring, PROGRAMS } from './monitoring/monitoring.js';
import { setUp } from './monitoring/set-up.js';
import { WITHOUT_DATA } from './monitoring/without-data.js';
import { lintMetrics } from './monitoring/lint-metrics.js';

const RECORDS = 200;
const missing = Object.entries(PROGRAMS).filter(([, place]) => place === undefined);
if (missing.length > 0)
  tell(
    `Not played: ${missing.map(([name]) => name).join(', ')} not found (Debian: prometheus, prometheus-alertmanager)`,
  );

let all: Installation;
let monitoring: Monitoring;

(missing.length === 0 ? onKafka : describe.skip)('A real Prometheus and Alertmanager', () => {
  beforeAll(async () => {
    all = await install('alerts', { records: RECORDS });
    monitoring = await Monitoring.start(
      SERVICE_NAMES.map((service) => all.services.url(service)),
      all.folder,
    );
    await setUp(all);
  }, 300_000);
  afterAll(async () => {
    await monitoring?.stop();
    await all?.stop();
  }, 90_000);

  it('are shown metrics that promtool finds nothing against', async () => {
    for (const service of SERVICE_NAMES)
      expect({ service, said: await lintMetrics(all.services.url(service)) }).toEqual({ service, said: '' });
  });

  it.each(FAULTS)(
    'tell of $what, until it is mended',
    async ({ what, alerts, make, mend }) => {
      tell(what);
      const making = make(all);
      try {
        for (const alert of alerts) {
          const labels = await monitoring.untilFiring(alert);
          tell(`  fires: ${alert} ${JSON.stringify(labels)}`);
        }
      } finally {
        await making;
        await mend(all);
      }
      for (const alert of alerts) {
        await monitoring.untilResolved(alert);
        tell(`  resolved: ${alert}`);
      }
    },
    600_000,
  );

  it('have data of the right unit for every panel of every dashboard', async () => {
    const empty: string[] = [];
    for (const { panel, unit, expr } of queriesOfDashboards()) {
      const samples = await monitoring.query(expr);
      const values = samples
        .map(({ value: [, text] }) => Number(text))
        .filter((value) => !Number.isNaN(value));
      if (values.length === 0) empty.push(panel);
      const [least, most] = [Math.min(...values), Math.max(...values)];
      if (unit === 'percentunit' && values.length > 0)
        expect({ panel, isShare: least >= 0 && most <= 1 }).toEqual({ panel, isShare: true });
      else if (values.length > 0)
        expect({ panel, isNegative: least < 0 }).toEqual({ panel, isNegative: false });
    }
    expect(empty.filter((panel) => !(panel in WITHOUT_DATA))).toEqual([]);
  }, 120_000);
});
