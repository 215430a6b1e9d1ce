import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS, type Metric } from '@evenkeel/ports';
import { load } from 'js-yaml';
import { programPath } from '../env.js';
import { exists, readText, root } from '../projects.js';
import { readAlerts, readRules, RULES_FILE } from './alert-rules.js';
import { findProgram } from './find-program.js';
import { metricOfSeries, seriesOfQuery } from './metrics-of-query.js';

const TESTS_FILE = 'deploy/prometheus/rules.test.yml';
const alerts = readAlerts();

interface RuleTest {
  readonly name: string;
  readonly promql_expr_test?: readonly { readonly expr: string; readonly exp_samples: readonly object[] }[];
}

describe.each(alerts)('the alert $alert', ({ alert, labels, annotations, expr }) => {
  it('has a page that says what to do, and names it', () => {
    const page = `docs/runbooks/${alert}.md`;
    expect(annotations['runbook_url']).toBe(page);
    expect(readText(page)).toMatch(
      new RegExp(
        `^# ${alert}\\n\\n## What it means\\n[^]+\\n## Look\\n[^]+\\n## Act\\n[^]+\\n## It resolves when\\n`,
      ),
    );
  });

  it('says what is wrong, and how badly', () => {
    expect(annotations['summary']).toBeDefined();
    expect(annotations['description']).toBeDefined();
    expect(['info', 'warning', 'critical']).toContain(labels['severity']);
  });

  it('is tested where it fires and where it does not', () => {
    const { tests } = load(readText(TESTS_FILE)) as { readonly tests: readonly RuleTest[] };
    const of = tests
      .flatMap(({ promql_expr_test = [] }) => promql_expr_test)
      .filter((test) => test.expr.includes(`alertname="${alert}"`));
    expect(of.map(({ exp_samples }) => exp_samples.length > 0)).toEqual(
      expect.arrayContaining([true, false]),
    );
  });

  it('goes by series that there are', () => {
    expect(seriesOfQuery(expr).filter((series) => metricOfSeries(series) === undefined)).toEqual([]);
  });
});

it('every page of a runbook is one of an alert', () => {
  expect(readdirSync(join(root, 'docs/runbooks')).sort()).toEqual(
    alerts.map(({ alert }) => `${alert}.md`).sort(),
  );
});

it('what is recorded is made of series that there are', () => {
  const series = readRules().flatMap(({ expr }) => seriesOfQuery(expr));
  expect(series.filter((each) => metricOfSeries(each) === undefined)).toEqual([]);
});

const promtool = findProgram(['promtool'], programPath);
// Of the Debian package `prometheus`; where it is not installed, the lane `monitoring` has it.
(promtool === undefined ? describe.skip : describe)('as promtool reads them', () => {
  const ask = (...args: readonly string[]) => spawnSync(promtool!, args, { cwd: root, encoding: 'utf8' });

  it.each([
    ['the configuration', ['check', 'config', 'deploy/prometheus/prometheus.yml']],
    ['the rules', ['check', 'rules', RULES_FILE]],
    ['the tests of the rules', ['test', 'rules', TESTS_FILE]],
  ])('%s are right', (_what, args) => {
    const { status, stdout, stderr } = ask(...args);
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
  });
});

describe.each(Object.entries<Metric>(METRICS))('the metric %s', (name, { type, help, labels, subjects }) => {
  it('is named by the conventions of Prometheus', () => {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(name).not.toMatch(
      /_(count|sum|bucket|info_total|ms|millis|milliseconds|minutes|hours|kb|mb|percent)$/,
    );
    if (type === 'histogram') expect(name).toMatch(/_(seconds|bytes)$/);
    expect(help).not.toBe('');
  });

  it('takes no label that Prometheus gives to what it scrapes', () => {
    expect(
      [...labels, ...subjects].filter((label) => ['job', 'instance', 'le', 'other'].includes(label)),
    ).toEqual([]);
  });
});

it('the manual links to monitoring', () => {
  expect(exists('docs/monitoring.md')).toBe(true);
});
