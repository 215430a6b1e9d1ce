import { buildBoard, type Board } from './board.js';
import { job } from './job.js';
import { kafkaAndPostgres } from './kafka-and-postgres.js';
import { overview } from './overview.js';
import { pipeline } from './pipeline.js';
import { provider } from './provider.js';

export const BOARDS: readonly Board[] = [overview, job, provider, pipeline, kafkaAndPostgres];

/** The files that Grafana is given, with what belongs into them. */
export const boardFiles = BOARDS.map((board) => ({
  path: `deploy/grafana/dashboards/${board.uid}.json`,
  write: () => `${JSON.stringify(buildBoard(board), undefined, 2)}\n`,
}));
