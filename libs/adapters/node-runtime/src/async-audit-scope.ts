import { AsyncLocalStorage } from 'node:async_hooks';
import { AuditScope, type AuditedRequest } from '@evenkeel/ports';

interface Standing {
  readonly request: AuditedRequest;
  isOver: boolean;
}

export class AsyncAuditScope extends AuditScope {
  private readonly requests = new AsyncLocalStorage<Standing>();

  async within<T>(request: AuditedRequest, work: () => Promise<T>): Promise<T> {
    const standing: Standing = { request, isOver: false };
    try {
      return await this.requests.run(standing, work);
    } finally {
      // What was begun on the way, and goes on, keeps the storage for as long as it lasts: it is no longer of the request.
      standing.isOver = true;
    }
  }

  current(): AuditedRequest | undefined {
    const standing = this.requests.getStore();
    return standing === undefined || standing.isOver ? undefined : standing.request;
  }
}
