import { describeChunks } from './chunks.conformance.js';
import { describeCloseOuts } from './close-outs.conformance.js';
import { describeConfiguration } from './configuration.conformance.js';
import { describeDispatch } from './dispatch.conformance.js';
import { describeControls } from './controls.conformance.js';
import { describeErrorLog } from './error-log.conformance.js';
import { describeExecutions } from './executions.conformance.js';
import { describeFailures } from './failures.conformance.js';
import { describeJobChanges } from './job-changes.conformance.js';
import { describeOutbox } from './outbox.conformance.js';
import { describeInventories } from './inventories.conformance.js';
import { describePages } from './pages.conformance.js';
import { describePlans } from './plans.conformance.js';
import type { StoreConformance } from './testing/store-world.js';
import { describeTransactions } from './transactions.conformance.js';

/** What every Store and its Outbox owe their callers. */
export function describeStore(name: string, conformance: StoreConformance): void {
  describe(`${name} keeps the promises of a store:`, () => {
    describeTransactions(conformance);
    describeConfiguration(conformance);
    describeJobChanges(conformance);
    describeExecutions(conformance);
    describeChunks(conformance);
    describeDispatch(conformance);
    describePages(conformance);
    describePlans(conformance);
    describeInventories(conformance);
    describeCloseOuts(conformance);
    describeErrorLog(conformance);
    describeFailures(conformance);
    describeControls(conformance);
    describeOutbox(conformance);
  });
}
