import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../kit/repository.js';
import { surroundings } from '../kit/env.js';

const run = promisify(execFile);
const PROGRAM = join(root, 'apps/journeys/bench/dlt_products.py');

/** Seconds that the best free peer takes for the same, in a database of its own on the same server. */
export interface PeerTimes {
  readonly first: number;
  readonly again: number;
}

/** dlt, if it is installed for the Python that `EVENKEEL_DLT_PYTHON` names (`python3` if none): it is no part of this house. */
export class PeerProgram {
  private constructor(private readonly python: string) {}

  static async find(): Promise<PeerProgram | undefined> {
    const { dltPython } = surroundings;
    try {
      await run(dltPython, ['-c', 'import dlt, psycopg2']);
      return new PeerProgram(dltPython);
    } catch {
      process.stderr.write(
        `!!! dlt WAS NOT MEASURED: ${dltPython} cannot import it. Install "dlt[postgres]" in a virtual environment and name its Python in EVENKEEL_DLT_PYTHON.\n`,
      );
      return undefined;
    }
  }

  /** Rejects if dlt fails or does not load `records`. */
  async load(url: string, databaseUrl: string, records: number): Promise<PeerTimes> {
    const { stdout } = await run(this.python, [PROGRAM, url, databaseUrl]);
    const { first, again, records: loaded } = JSON.parse(stdout) as PeerTimes & { records: number };
    if (loaded !== records) throw new Error(`dlt loaded ${loaded} of ${records} products`);
    return { first, again };
  }
}
