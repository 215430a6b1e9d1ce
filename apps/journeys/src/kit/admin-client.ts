import { AdminClient } from '@evenkeel/client-admin';
import type { JsonObject } from '@evenkeel/domain';
import type {
  AnswerOf,
  LoggedErrorView,
  AddConnectionRequest,
  InactivationApprovalSummary,
  AddJobRequest,
  ConnectionCheck,
  ConnectionView,
  ExecutionSummary,
  ExecutionView,
  JobView,
  ParkedView,
  ListView,
  PlanChangeView,
  PlanSummaryView,
  PlanView,
  RecordOutcomeView,
  RetryView,
  CallOf,
  TriggerView,
  WebhookEndpointView,
} from '@evenkeel/contracts-admin';
import { eventually } from './eventually.js';

/** A run of a job, as far as a story says what kind of run. */
type RunWish = Omit<CallOf<'requestRun'>, 'job'>;

const ANSWER_TIMEOUT_MS = 10_000;

/** What the stories ask of the admin API, as any program would over HTTP. */
export class StoryClient {
  private readonly client: AdminClient;

  /** `kind`: of the client that speaks for the stories. */
  constructor(url: string, kind = AdminClient) {
    this.client = new kind(url, { actor: 'journey', timeoutMs: ANSWER_TIMEOUT_MS });
  }

  /** A connection to a sandbox provider. */
  addSandbox(name: string, baseUrl: string): Promise<ConnectionView> {
    return this.addConnection({ name, connector: 'simulator', settings: { baseUrl }, credentials: {} });
  }

  addConnection(connection: AddConnectionRequest): Promise<ConnectionView> {
    return this.client.call('addConnection', connection);
  }

  changeConnection(
    connection: string,
    change: Omit<CallOf<'changeConnection'>, 'connection'>,
  ): Promise<ConnectionView> {
    return this.client.call('changeConnection', { connection, ...change });
  }

  eventsOf(execution: string): Promise<AnswerOf<'listExecutionEvents'>> {
    return this.client.call('listExecutionEvents', { execution, limit: 500 });
  }

  connection(connection: string): Promise<ConnectionView> {
    return this.client.call('showConnection', { connection });
  }

  /** Lifts a pause that the provider asked for. */
  async resumeCalls(connection: string): Promise<void> {
    await this.client.call('resumeCalls', { connection });
  }

  check(connection: string): Promise<ConnectionCheck> {
    return this.client.call('checkConnection', { connection });
  }

  addJob(job: AddJobRequest): Promise<JobView> {
    return this.client.call('addJob', job);
  }

  addWebhook(connection: string, stream: string, idPath = 'data.id'): Promise<WebhookEndpointView> {
    return this.client.call('addWebhookEndpoint', { connection, stream, idPath });
  }

  run(job: string, request: RunWish = {}): Promise<TriggerView> {
    return this.client.call('requestRun', { job, ...request });
  }

  /** Asks for a run and waits until it is an execution. */
  async begin(job: string, request: RunWish = {}): Promise<string> {
    return this.opened(await this.run(job, request));
  }

  /** Asks for a preview and waits for its plan. */
  async preview(job: string): Promise<PlanView> {
    const trigger = await this.client.call('requestPreview', { job });
    const { plan, status, reason } = await this.untilEnded(await this.opened(trigger));
    if (plan === null || status !== 'completed')
      throw new Error(`The preview is ${status}: ${reason?.message}`);
    return this.plan(plan.id);
  }

  plan(id: string): Promise<PlanView> {
    return this.client.call('showPlan', { plan: id });
  }

  plans(job: string): Promise<ListView<PlanSummaryView>> {
    return this.client.call('listPlans', { job });
  }

  planChanges(id: string): Promise<ListView<PlanChangeView>> {
    return this.client.call('listPlanChanges', { plan: id, limit: 500 });
  }

  approve(plan: string): Promise<PlanView> {
    return this.client.call('approvePlan', { plan });
  }

  /** The execution that it becomes. */
  async opened({ id }: TriggerView): Promise<string> {
    return eventually(`trigger ${id} becomes an execution`, async () => {
      const { executionId } = await this.trigger(id);
      return executionId ?? undefined;
    });
  }

  execution(id: string): Promise<ExecutionView> {
    return this.client.call('showExecution', { execution: id });
  }

  executions(job: string): Promise<ListView<ExecutionSummary>> {
    return this.client.call('listExecutions', { limit: 500, job });
  }

  /** What happened to the records that were not simply created or found unchanged. */
  async outcomes(id: string): Promise<RecordOutcomeView[]> {
    const { items } = await this.client.call('listOutcomes', { execution: id, limit: 500 });
    return items;
  }

  /** What went wrong in a run, also where it went on. */
  async errors(id: string): Promise<LoggedErrorView[]> {
    return (await this.client.call('listErrors', { execution: id, limit: 100 })).items;
  }

  /** Records of a job that wait for others. */
  async parked(job: string): Promise<ParkedView[]> {
    return (await this.client.call('listParked', { job, limit: 500 })).items;
  }

  /** Inactivations of a job that wait for a person. */
  async approvals(job: string): Promise<InactivationApprovalSummary[]> {
    return (await this.client.call('listInactivationApprovals', { job })).items;
  }

  /** Grants it and waits until it was carried out. */
  async grant(approval: string): Promise<ExecutionView> {
    const { trigger } = await this.client.call('grantInactivationApproval', { approval });
    if (trigger === null) throw new Error(`Approval ${approval} was granted before`);
    return this.untilEnded(await this.opened(trigger));
  }

  /** What a person lets a connection do. */
  async holdConnection(connection: string, state: CallOf<'controlConnection'>['state']): Promise<void> {
    await this.client.call('controlConnection', { connection, state });
  }

  async editRecord(record: string, set: JsonObject): Promise<void> {
    await this.client.call('changeRecord', { record, set });
  }

  trigger(id: string): Promise<TriggerView> {
    return this.client.call('showTrigger', { trigger: id });
  }

  /** A run of what has failed in the job. */
  retryFailures(job: string): Promise<RetryView> {
    return this.client.call('retryFailures', { job });
  }

  cancel(id: string): Promise<ExecutionView> {
    return this.client.call('cancelExecution', { execution: id });
  }

  resume(id: string): Promise<ExecutionView> {
    return this.client.call('resumeExecution', { execution: id });
  }

  /** Asks for a run and waits until it has ended. */
  async runToEnd(job: string, request: RunWish = {}): Promise<ExecutionView> {
    return this.untilEnded(await this.begin(job, request));
  }

  /** The execution once it has ended; how it ended is for the caller to judge. */
  untilEnded(id: string, withinMs = 60_000): Promise<ExecutionView> {
    return eventually(
      `execution ${id} ends`,
      async () => {
        const view = await this.execution(id);
        if (view.ended) return view;
        throw new Error(`${view.status}, ${view.progress.processed} records`);
      },
      withinMs,
    );
  }

  /** Waits until so many records were processed, with the run still going on. */
  untilProcessed(id: string, records: number, withinMs?: number): Promise<ExecutionView> {
    return eventually(
      `execution ${id} processes ${records} records`,
      async () => {
        const view = await this.execution(id);
        if (view.ended) throw new Error(`it ended as ${view.status}: ${view.reason?.message ?? ''}`);
        return view.progress.processed >= records && view;
      },
      withinMs,
    );
  }
}
