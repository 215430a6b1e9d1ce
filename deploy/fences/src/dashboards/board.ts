import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** As Grafana names them: a number of things, seconds, bytes, things a second, a share from 0 to 1. */
export type Unit = 'short' | 's' | 'bytes' | 'ops' | 'percentunit';

export interface PanelSpec {
  readonly title: string;
  readonly unit: Unit;
  /** Expression of PromQL, and what its lines are called. */
  readonly queries: readonly (readonly [expr: string, legend: string])[];
  /** Said where the title does not say it. */
  readonly about?: string;
  /** One number instead of lines. */
  readonly isStat?: true;
}

export interface VariableSpec {
  readonly name: string;
  readonly label: string;
  /** As Grafana asks Prometheus for the values: `label_values(series, label)`. */
  readonly query: string;
}

export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly about: string;
  readonly variables: readonly VariableSpec[];
  readonly rows: readonly { readonly title: string; readonly panels: readonly PanelSpec[] }[];
}

const SOURCE = { type: 'prometheus', uid: '${datasource}' } as const;
const [WIDTH, LINES, NUMBERS] = [24, { width: 12, height: 8 }, { width: 4, height: 4 }];

/** The JSON model that Grafana provisions. */
export function buildBoard({ uid, title, about, variables, rows }: Board): Dashboard {
  const builder = new DashboardBuilder(`Evenkeel / ${title}`)
    .uid(uid)
    .description(about)
    .tags(['evenkeel'])
    .readonly()
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .timezone('browser')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'));
  for (const variable of variables) builder.withVariable(buildVariable(variable));
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(buildPanel(panel));
  }
  return builder.build();
}

function buildVariable({ name, label, query }: VariableSpec): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(SOURCE)
    .query(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*');
}

function buildPanel({ title, unit, queries, about, isStat }: PanelSpec): StatBuilder | TimeseriesBuilder {
  const { width, height } = isStat ? NUMBERS : LINES;
  const panel = isStat ? new StatBuilder() : new TimeseriesBuilder().fillOpacity(10);
  panel.title(title).datasource(SOURCE).unit(unit).min(0).height(height).span(Math.min(width, WIDTH));
  if (about !== undefined) panel.description(about);
  if (unit === 'percentunit') panel.max(1);
  for (const [index, [expr, legend]] of queries.entries()) {
    const query = new DataqueryBuilder()
      .expr(expr)
      .legendFormat(legend)
      .refId(String.fromCharCode('A'.charCodeAt(0) + index))
      .datasource(SOURCE);
    panel.withTarget(isStat ? query.instant() : query.range());
  }
  return panel;
}
