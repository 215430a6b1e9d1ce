import { AsyncLocalStorage } from 'node:async_hooks';
import { AuditScope, type AuditedRequest } from '@evenkeel/ports';

export class AsyncAuditScope extends AuditScope {
  private readonly requests = new AsyncLocalStorage<AuditedRequest>();

  within<T>(request: AuditedRequest, work: () => Promise<T>): Promise<T> {
    return this.requests.run(request, work);
  }

  current(): AuditedRequest | undefined {
    return this.requests.getStore();
  }
}
