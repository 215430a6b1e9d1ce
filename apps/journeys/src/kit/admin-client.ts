import {
  API_PREFIX,
  type AddConnectionRequest,
  type ApprovalSummary,
  type GrantView,
  type AddJobRequest,
  type ChangeConnection,
  type ConnectionCheck,
  type ConnectionView,
  type ExecutionSummary,
  type ExecutionView,
  type JobView,
  type ListView,
  type PlanChangeView,
  type PlanSummaryView,
  type PlanView,
  type ProblemDetails,
  type RecordOutcomeView,
  type RetryView,
  type RunRequest,
  type TriggerView,
  type WebhookEndpointView,
} from '@evenkeel/contracts-admin';
import { eventually } from './eventually.js';

/** The admin API refused a request, and said why. */
export class Refused extends Error {
  constructor(
    readonly request: string,
    readonly problem: ProblemDetails,
  ) {
    super(`${request}: ${JSON.stringify(problem)}`);
  }
}

/** What the journeys ask of the admin API, as any program would over HTTP. */
export class AdminClient {
  constructor(private readonly url: string) {}

  /** A connection to a sandbox provider. */
  addSandbox(name: string, baseUrl: string): Promise<ConnectionView> {
    return this.addConnection({ name, connector: 'simulator', settings: { baseUrl }, credentials: {} });
  }

  addConnection(connection: AddConnectionRequest): Promise<ConnectionView> {
    return this.call('POST', '/connections', connection);
  }

  changeConnection(connection: string, change: ChangeConnection): Promise<ConnectionView> {
    return this.call('PATCH', `/connections/${connection}`, change);
  }

  connection(connection: string): Promise<ConnectionView> {
    return this.call('GET', `/connections/${connection}`);
  }

  check(connection: string): Promise<ConnectionCheck> {
    return this.call('POST', `/connections/${connection}/check`);
  }

  addJob(job: AddJobRequest): Promise<JobView> {
    return this.call('POST', '/jobs', job);
  }

  addWebhook(connection: string, stream: string): Promise<WebhookEndpointView> {
    return this.call('POST', `/connections/${connection}/webhook-endpoints`, { stream, idPath: 'data.id' });
  }

  run(job: string, request: RunRequest = {}): Promise<TriggerView> {
    return this.call('POST', `/jobs/${job}/runs`, request);
  }

  /** Asks for a run and waits until it is an execution. */
  async begin(job: string, request: RunRequest = {}): Promise<string> {
    return this.opened(await this.run(job, request));
  }

  /** Asks for a preview and waits for its plan. */
  async preview(job: string): Promise<PlanView> {
    const trigger = await this.call<TriggerView>('POST', `/jobs/${job}/previews`, { actor: 'journey' });
    const { plan, status, reason } = await this.untilEnded(await this.opened(trigger));
    if (plan === null || status !== 'completed')
      throw new Error(`The preview is ${status}: ${reason?.message}`);
    return this.plan(plan.id);
  }

  plan(id: string): Promise<PlanView> {
    return this.call('GET', `/plans/${id}`);
  }

  plans(job: string): Promise<ListView<PlanSummaryView>> {
    return this.call('GET', `/plans?job=${job}`);
  }

  planChanges(id: string): Promise<ListView<PlanChangeView>> {
    return this.call('GET', `/plans/${id}/changes?limit=500`);
  }

  approve(plan: string): Promise<PlanView> {
    return this.call('POST', `/plans/${plan}/approve`, { actor: 'journey' });
  }

  private async opened({ id }: TriggerView): Promise<string> {
    return eventually(`trigger ${id} becomes an execution`, async () => {
      const { executionId } = await this.trigger(id);
      return executionId ?? undefined;
    });
  }

  execution(id: string): Promise<ExecutionView> {
    return this.call('GET', `/executions/${id}`);
  }

  executions(job: string): Promise<ListView<ExecutionSummary>> {
    return this.call('GET', `/executions?limit=500&job=${job}`);
  }

  /** What happened to the records that were not simply created or found unchanged. */
  async outcomes(id: string): Promise<RecordOutcomeView[]> {
    const { items } = await this.call<ListView<RecordOutcomeView>>(
      'GET',
      `/executions/${id}/outcomes?limit=500`,
    );
    return items;
  }

  /** Inactivations of a job that wait for a person. */
  async approvals(job: string): Promise<ApprovalSummary[]> {
    return (await this.call<ListView<ApprovalSummary>>('GET', `/approvals?job=${job}`)).items;
  }

  /** Grants it and waits until it was carried out. */
  async grant(approval: string): Promise<ExecutionView> {
    const { trigger } = await this.call<GrantView>('POST', `/approvals/${approval}/grant`, {
      actor: 'journey',
    });
    if (trigger === null) throw new Error(`Approval ${approval} was granted before`);
    return this.untilEnded(await this.opened(trigger));
  }

  trigger(id: string): Promise<TriggerView> {
    return this.call('GET', `/triggers/${id}`);
  }

  /** A run of what has failed in the job. */
  retryFailures(job: string): Promise<RetryView> {
    return this.call('POST', '/failures/retry', { job });
  }

  cancel(id: string): Promise<ExecutionView> {
    return this.call('POST', `/executions/${id}/cancel`, { actor: 'journey' });
  }

  resume(id: string): Promise<ExecutionView> {
    return this.call('POST', `/executions/${id}/resume`, { actor: 'journey' });
  }

  /** Asks for a run and waits until it has ended. */
  async runToEnd(job: string, request: RunRequest = {}): Promise<ExecutionView> {
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

  private async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(`${this.url}${API_PREFIX}${path}`, {
      method,
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Refused(`${method} ${path}`, problemOf(answer.status, text));
    return JSON.parse(text) as Answer;
  }
}

function problemOf(status: number, text: string): ProblemDetails {
  try {
    return JSON.parse(text) as ProblemDetails;
  } catch {
    throw new Error(`${status}, and no problem but: ${text}`);
  }
}
