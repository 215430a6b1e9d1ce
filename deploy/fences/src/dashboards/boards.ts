import { buildBoard, type Board } from './board.js';
import { kafkaAndPostgres, provider } from './of-edges.js';
import { job, overview } from './of-jobs.js';
import { pipeline } from './of-pipeline.js';

export const BOARDS: readonly Board[] = [overview, job, provider, pipeline, kafkaAndPostgres];

/** The files that Grafana is given, with what belongs into them. */
export const boardFiles = BOARDS.map((board) => ({
  path: `deploy/grafana/dashboards/${board.uid}.json`,
  write: () => `${JSON.stringify(buildBoard(board), undefined, 2)}\n`,
}));
