/** The groups in which the description of the API shows its operations, and what each is about. */
export const TAGS = {
  connections: 'Configured connectors: settings, credentials, quota, and whether they are held.',
  webhooks: 'Addresses to which providers send what changed.',
  jobs: 'What is to be synced, how and when, and asking for a run of it.',
  groups: 'Jobs that run together, in the order of what they depend on.',
  watermarks: 'How far jobs have read their streams.',
  runs: 'Requests for runs, and what became of them.',
  executions: 'Runs of jobs: how far they are, what they did, holding and trying them again.',
  events: 'What happened, as it happens.',
  plans: 'What runs would do, before anything is written, and which records of both sides are one.',
  'record types': 'Kinds of records: what they have to be like, and the SQL views that show them.',
  records: 'The local records and where they are known.',
  matches: 'Records that may be one, those that became one, and parting them again.',
  models: 'The language model that is asked about conflicts.',
  approvals: 'Inactivations that a person decides.',
  conflicts: 'Records that both sides changed, and deciding them.',
  pushes: 'Writes to providers, and what became of each.',
  failures: 'Records that could not be applied, and repairing them.',
  status: 'What is up, and what asks for a person.',
  access: 'Who may do what, and who did: API keys, their roles, and the audit log.',
  engine: 'The whole installation: figures and holding it.',
} as const;
export type Tag = keyof typeof TAGS;
