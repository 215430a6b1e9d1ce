// `npm run mutants [FILES]`: changes the deciding code of the domain in one place at a time and runs the specs that
// cover it. What no spec notices is a survivor. Without files: every room. `--concurrency N`: how many at once.
import { parseArgs } from 'node:util';
import { ensureInstalled } from '../local/install.mjs';
import { findMutants } from './find-mutants.mjs';

const { positionals: files, values } = parseArgs({
  allowPositionals: true,
  options: { concurrency: { type: 'string', default: '2' } },
});
await ensureInstalled();
process.exit(await findMutants(files, { concurrency: Number(values.concurrency) }));
