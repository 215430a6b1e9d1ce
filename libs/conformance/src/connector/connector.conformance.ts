import { describeConnection } from './connection.conformance.js';
import { ConnectorSuite, type ConnectorConformance } from './connector-suite.js';
import { describeFailures } from './failures.conformance.js';
import { describeStreams } from './streams.conformance.js';
import { describeWrites } from './writes.conformance.js';

/** What every connector owes the engine. */
export function describeConnector(name: string, conformance: ConnectorConformance): void {
  describe(name, () => {
    const suite = new ConnectorSuite(name, conformance);
    describeStreams(suite);
    describeWrites(suite);
    describeFailures(suite);
    describeConnection(suite);
  });
}

/** The part of it that is about writing, for a connector that writes in several ways. */
export function describeConnectorWrites(name: string, conformance: ConnectorConformance): void {
  describe(name, () => {
    describeWrites(new ConnectorSuite(name, conformance));
  });
}
