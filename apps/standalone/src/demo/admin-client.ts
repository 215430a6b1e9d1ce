import {
  API_PREFIX,
  type AddConnectionRequest,
  type AddJobRequest,
  type ConnectionView,
  type ExecutionView,
  type JobView,
  type ProblemDetails,
  type RunRequest,
  type TriggerView,
} from '@evenkeel/contracts-admin';

/** What the admin API refused. */
export class AdminProblem extends Error {
  constructor(readonly problem: Partial<ProblemDetails>) {
    super(`${problem.detail ?? problem.title ?? 'The admin API failed'} ${problem.remedy ?? ''}`.trim());
  }
}

/** The few calls of the admin API that the demo makes, just as anybody else would. */
export class AdminClient {
  constructor(private readonly url: string) {}

  findConnection(name: string): Promise<ConnectionView | undefined> {
    return this.find<ConnectionView>(`connections/${encodeURIComponent(name)}`);
  }

  addConnection(connection: AddConnectionRequest): Promise<ConnectionView> {
    return this.send<ConnectionView>('POST', 'connections', connection);
  }

  changeConnection(name: string, settings: AddConnectionRequest['settings']): Promise<ConnectionView> {
    return this.send<ConnectionView>('PATCH', `connections/${encodeURIComponent(name)}`, { settings });
  }

  findJob(name: string): Promise<JobView | undefined> {
    return this.find<JobView>(`jobs/${encodeURIComponent(name)}`);
  }

  addJob(job: AddJobRequest): Promise<JobView> {
    return this.send<JobView>('POST', 'jobs', job);
  }

  run(job: string, request: RunRequest): Promise<TriggerView> {
    return this.send<TriggerView>('POST', `jobs/${encodeURIComponent(job)}/runs`, request);
  }

  trigger(id: string): Promise<TriggerView> {
    return this.send<TriggerView>('GET', `triggers/${id}`);
  }

  execution(id: string): Promise<ExecutionView> {
    return this.send<ExecutionView>('GET', `executions/${id}`);
  }

  private async find<View>(path: string): Promise<View | undefined> {
    try {
      return await this.send<View>('GET', path);
    } catch (error) {
      if (error instanceof AdminProblem && error.problem.status === 404) return undefined;
      throw error;
    }
  }

  private async send<View>(method: string, path: string, body?: object): Promise<View> {
    const answer = await fetch(`${this.url}${API_PREFIX}/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const answered: unknown = await answer.json();
    if (!answer.ok) throw new AdminProblem(answered as Partial<ProblemDetails>);
    return answered as View;
  }
}
