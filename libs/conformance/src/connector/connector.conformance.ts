import { describeConnection } from './connection.conformance.js';
import { ConnectorSuite, type ConnectorConformance } from './connector-suite.js';
import { describeFailures } from './failures.conformance.js';
import { describeStreams } from './streams.conformance.js';

/** What every connector owes the engine. */
export function describeConnector(name: string, conformance: ConnectorConformance): void {
  describe(name, () => {
    const suite = new ConnectorSuite(name, conformance);
    describeStreams(suite);
    describeFailures(suite);
    describeConnection(suite);
  });
}
