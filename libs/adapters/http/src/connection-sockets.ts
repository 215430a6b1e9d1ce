import { createSecureContext } from 'node:tls';
import { SyncError, type ClientTls } from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';
import { Agent, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.js';

/** The deadline of a call is the caller's own, so that the timers of the library stay out of the way. */
export function agentFor({ lookup }: AddressGuard, { certificate, key, ca }: ClientTls = {}): Agent {
  const tls = { ...(certificate && { cert: certificate }), ...(key && { key }), ...(ca && { ca }) };
  return new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { lookup, ...tls } });
}

/**
 * The sockets of one connection. Where a client proves itself in TLS, a socket is its proof: they are kept apart from those of all other
 * connections, and from those of a certificate that was replaced.
 */
export class ConnectionSockets {
  private own: { readonly of: string; readonly agent: Agent } | undefined;

  constructor(
    private readonly shared: Dispatcher,
    private readonly addresses: AddressGuard,
  ) {}

  /** Throws `config.invalid_settings` where certificate, key and authorities cannot be used. */
  of({ tls }: Pick<HttpCall, 'tls'>): Dispatcher {
    if (tls === undefined) return this.shared;
    const of = JSON.stringify([tls.certificate, tls.key, tls.ca]);
    if (this.own?.of === of) return this.own.agent;
    checkTls(tls);
    // Calls under way end by themselves.
    void this.own?.agent.close();
    this.own = { of, agent: agentFor(this.addresses, tls) };
    return this.own.agent;
  }

  async close(): Promise<void> {
    await this.own?.agent.destroy();
  }
}

/** Told before a socket is opened, by the reason alone: it quotes nothing of them. */
function checkTls({ certificate, key, ca }: ClientTls): void {
  try {
    createSecureContext({ cert: certificate, key, ca });
  } catch (error) {
    const reason = (error as { readonly reason?: unknown }).reason;
    const said = typeof reason === 'string' ? reason : 'they cannot be read';
    const message = `The certificate of the client, its key and the authorities cannot be used: ${said}`;
    throw new SyncError('config.invalid_settings', message);
  }
}
