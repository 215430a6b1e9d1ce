import { counter, gauge, histogram } from './metric.js';

/** Told by the services that do the work: a job by its id, which {@link JOB_METRICS} `job_info` names. */
const BY_JOB = ['job_id'];
/** Told by the coordinator, which reads names from the database. */
const NAMED = ['tenant', 'job_name'];

/** Runs and records as they pass through the services. */
export const RUN_METRICS = {
  executions_total: counter('Executions that ended, by status and by what asked for them', {
    subjects: BY_JOB,
    labels: ['status', 'trigger'],
  }),
  execution_duration_seconds: histogram(
    'From the start of an execution to its end',
    [1, 5, 15, 60, 300, 900, 3600, 14_400],
    { subjects: BY_JOB, labels: ['status'] },
  ),
  pages_fetched_total: counter('Pages fetched from providers'),
  records_fetched_total: counter('Records fetched from providers'),
  pages_unpublished_total: counter('Pages the bus would not take, to be published again'),
  chunk_failures_total: counter('Chunks given up, by error class', { labels: ['error_class'] }),
  pages_applied_total: counter('Pages committed to the store'),
  page_latency_seconds: histogram(
    'From the moment a page was read at its provider to its commit',
    [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300],
  ),
  records_total: counter('Records committed to the store, by outcome', {
    subjects: BY_JOB,
    labels: ['outcome'],
  }),
  records_inactivated_total: counter('Records that were found to be gone at their provider'),
  model_proposals_total: counter(
    'Conflicts about which a model was to be asked, by what became of it; stale: the conflict had changed meanwhile',
    { labels: ['outcome'] },
  ),
  model_calls_total: counter('Calls of models about conflicts'),
  model_tokens_total: counter(
    'Tokens of questions to models and their answers, estimated where the server does not tell them',
  ),
} as const;

/** Of each job that is there, as the coordinator reads it from the database. */
export const JOB_METRICS = {
  job_info: gauge('Always 1: how a job is called, for what is counted by its id', {
    subjects: ['job_id', ...NAMED, 'connection'],
    folding: 'max',
  }),
  job_freshness_seconds: gauge(
    'Age of what the job has applied: the time since the moment at its provider up to which everything is here; before the first run since the job is there',
    { subjects: NAMED, folding: 'max' },
  ),
  job_missed_slots: gauge(
    'Slots of the schedule that passed since what the job has applied, at most 10; 0 where the schedule, the connection or the engine is held',
    { subjects: NAMED, folding: 'max' },
  ),
  job_last_execution_failed: gauge(
    '1 where the run of a whole job that ended last failed or timed out, else 0',
    {
      subjects: NAMED,
    },
  ),
  job_last_execution_error_ratio: gauge(
    'Share of the records that failed in the run of a whole job that ended last, 0 to 1; 0 before the first',
    { subjects: NAMED, folding: 'max' },
  ),
  job_last_execution_duration_seconds: gauge(
    'Duration of the run that completed last, by mode; not shown before the first, and after seven days',
    { subjects: NAMED, labels: ['mode'], folding: 'max' },
  ),
  job_median_execution_duration_seconds: gauge(
    'Median duration of the runs that completed within seven days, at most the newest 200, by mode; not shown of fewer than three',
    { subjects: NAMED, labels: ['mode'], folding: 'max' },
  ),
  job_waiting_chunks: gauge('Parts of runs that wait, by what for: breaker, quota or ingestion', {
    subjects: NAMED,
    labels: ['waits_for'],
  }),
  retrying_records: gauge('Records that failed and are tried again', { subjects: NAMED }),
  dead_letters: gauge('Records that failed as often as their job allows', { subjects: NAMED }),
  job_oldest_conflict_seconds: gauge(
    'How long the oldest conflict has waited for a decision; 0: none waits',
    {
      subjects: NAMED,
      folding: 'max',
    },
  ),
  open_conflicts: gauge('Conflicts that wait for a decision, by how long', { labels: ['kind', 'age'] }),
} as const;
