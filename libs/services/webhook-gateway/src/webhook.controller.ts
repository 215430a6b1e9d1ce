import { All, Controller, Param, Req, Res, UseFilters } from '@nestjs/common';
import type { DeliveryHeaders, HandshakeQuery } from '@evenkeel/domain';
import type { Response } from 'express';
import { AcceptDelivery, type SentRequest } from './accept-delivery.js';
import { RefusalFilter } from './refusal.filter.js';

/** Without a body the parser leaves something else than bytes. */
interface IncomingRequest {
  readonly method: string;
  readonly headers: DeliveryHeaders;
  readonly query: HandshakeQuery;
  readonly body: unknown;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

@Controller('hooks')
@UseFilters(RefusalFilter)
export class WebhookController {
  constructor(private readonly deliveries: AcceptDelivery) {}

  @All(':token')
  async receive(
    @Param('token') token: string,
    @Req() request: IncomingRequest,
    @Res() response: Response,
  ): Promise<void> {
    const answer = await this.deliveries.accept(token, sentRequest(request));
    if (!('challenge' in answer)) {
      response.status(202).json(answer);
      return;
    }
    // What it holds came from the sender: no browser is to take it for a page.
    response.status(200).type('text/plain').setHeader('x-content-type-options', 'nosniff');
    response.send(answer.challenge);
  }
}

function sentRequest({ method, headers, query, body, socket }: IncomingRequest): SentRequest {
  const bytes = body instanceof Uint8Array ? body : new Uint8Array();
  return { method, headers, query, bytes, isLocal: isLocal(socket.remoteAddress ?? '', headers) };
}

/** A proxy on this machine sends what came from anywhere; it says so. */
const OF_PROXIES = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

function isLocal(address: string, headers: DeliveryHeaders): boolean {
  const isLoopback = address === '::1' || /^(?:::ffff:)?127\./.test(address);
  return isLoopback && OF_PROXIES.every((name) => headers[name] === undefined);
}
