import { METRICS, type MetricName } from '@evenkeel/ports';
import { readAlerts } from '../monitoring/alert-rules.js';
import { metricOfSeries, metricsOfQuery, seriesOfQuery } from '../monitoring/metrics-of-query.js';
import type { PanelSpec, Unit } from './board.js';
import { BOARDS } from './boards.js';

const panels = BOARDS.flatMap(({ title, rows }) =>
  rows.flatMap((row) => row.panels.map((panel) => [`${title}: ${panel.title}`, panel] as const)),
);
const queriesOf = (panel: PanelSpec) => panel.queries.map(([expr]) => expr);

/** What a query gives, by how it is made. */
function unitOf(expr: string): Unit {
  if (/_ratio\b/.test(expr)) return 'percentunit';
  if (/histogram_quantile|_sum\b.*\/.*_count\b/.test(expr)) return 's';
  if (/\)\s*\/\s*sum/.test(expr)) return 'percentunit';
  if (/\bincrease\(/.test(expr)) return 'short';
  // Seconds of processor time a second are processors.
  if (/\brate\(process_cpu_seconds_total/.test(expr)) return 'short';
  if (/\brate\(/.test(expr)) return 'ops';
  if (/_bytes\b/.test(expr)) return 'bytes';
  return /_seconds\b/.test(expr) ? 's' : 'short';
}

describe.each(panels)('%s', (_name, panel) => {
  it('shows metrics that there are', () => {
    const series = queriesOf(panel).flatMap(seriesOfQuery);
    expect(series.filter((each) => metricOfSeries(each) === undefined)).toEqual([]);
  });

  it('has the unit of what it shows', () => {
    expect(queriesOf(panel).map(unitOf)).toEqual(panel.queries.map(() => panel.unit));
  });

  it('adds up counters and the largest of what several replicas tell', () => {
    for (const expr of queriesOf(panel)) {
      for (const name of metricsOfQuery(expr)) {
        const isGauge = METRICS[name].type === 'gauge';
        expect(expr).toMatch(isGauge ? /\b(max|min)( by \([^)]*\))? ?\(/ : /\b(rate|increase)\(/);
      }
    }
  });

  it('uses variables that its dashboard has', () => {
    const board = BOARDS.find(({ rows }) => rows.some((row) => row.panels.includes(panel)));
    const known = new Set(['__rate_interval', ...(board?.variables ?? []).map(({ name }) => name)]);
    const used = queriesOf(panel).flatMap((expr) =>
      [...expr.matchAll(/\$(\w+)/g)].map(([, name = '']) => name),
    );
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });
});

it('every metric is on a dashboard', () => {
  const shown = new Set(panels.flatMap(([, panel]) => queriesOf(panel).flatMap(metricsOfQuery)));
  expect((Object.keys(METRICS) as MetricName[]).filter((name) => !shown.has(name))).toEqual([]);
});

it('what an alert goes by is on a dashboard, to be looked at', () => {
  const shown = new Set(panels.flatMap(([, panel]) => queriesOf(panel).flatMap(metricsOfQuery)));
  const asked = readAlerts().flatMap(({ expr }) => metricsOfQuery(expr));
  expect(asked.filter((name) => !shown.has(name))).toEqual([]);
});

it('the tests of this file tell units apart', () => {
  expect(unitOf('sum(rate(evenkeel_pages_applied_total[5m]))')).toBe('ops');
  expect(unitOf('max(evenkeel_database_bytes)')).toBe('bytes');
  expect(unitOf('max(evenkeel_queued_oldest_seconds)')).toBe('s');
  expect(unitOf('sum(increase(a[1h])) / sum(increase(b[1h]))')).toBe('percentunit');
});
