/** What the placeholders in paths stand for. */
export const PLACEHOLDERS: Readonly<Record<string, string>> = {
  connection: 'Id or name of a connection, percent-encoded.',
  stream: 'Name of a stream of the connection, percent-encoded.',
  connector: 'Name of a connector, for example `rest`.',
  job: 'Id or name of a job, percent-encoded.',
  group: 'Id or name of a group, percent-encoded.',
  trigger: 'Id of a request for a run.',
  execution: 'Id of an execution.',
  plan: 'Id of a plan.',
  recordType: 'Name of a record type, percent-encoded.',
  record: 'Id of a record.',
  approval: 'Id of an approval.',
  failure: 'Id of a failure.',
  match: 'Id of a match.',
  push: 'Id of a push.',
  merge: 'Id of a merge.',
  endpoint: 'Id of a webhook endpoint.',
};
