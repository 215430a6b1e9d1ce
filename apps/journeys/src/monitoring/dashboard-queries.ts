import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../kit/repository.js';

const FOLDER = join(root, 'deploy/grafana/dashboards');

interface Panel {
  readonly type: string;
  readonly title?: string;
  readonly fieldConfig?: { readonly defaults?: { readonly unit?: string } };
  readonly targets?: readonly { readonly expr: string }[];
}
interface DashboardFile {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface PanelQuery {
  /** `<dashboard>: <panel>`. */
  readonly panel: string;
  readonly unit: string;
  /** With its variables filled as Grafana fills them where everything is chosen. */
  readonly expr: string;
}

export function queriesOfDashboards(): readonly PanelQuery[] {
  const boards = readdirSync(FOLDER).map(
    (file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as DashboardFile,
  );
  return boards.flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      (panel.targets ?? []).map(({ expr }) => ({
        panel: `${title.replace('Evenkeel / ', '')}: ${panel.title ?? ''}`,
        unit: panel.fieldConfig?.defaults?.unit ?? '',
        expr: filled(expr),
      })),
    ),
  );
}

function filled(expr: string): string {
  return expr.replaceAll('$__rate_interval', '5m').replaceAll(/\$\w+/g, '.*');
}
