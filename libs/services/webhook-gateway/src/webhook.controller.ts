import { All, Controller, Headers, HttpCode, Param, Post, Req, UseFilters } from '@nestjs/common';
import { SyncError } from '@evenkeel/domain';
import { AcceptDelivery, type DeliveryAnswer } from './accept-delivery.js';
import { RefusalFilter } from './refusal.filter.js';
import { DELIVERY_HEADERS } from './signature.js';

/** Without a body the parser leaves something else than bytes. */
interface Delivery {
  readonly body: unknown;
}

@Controller('hooks')
@UseFilters(RefusalFilter)
export class WebhookController {
  constructor(private readonly deliveries: AcceptDelivery) {}

  @Post(':token')
  @HttpCode(202)
  async receive(
    @Param('token') token: string,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Req() request: Delivery,
  ): Promise<{ readonly status: DeliveryAnswer }> {
    const [id, timestamp, signature] = [
      headers[DELIVERY_HEADERS.id],
      headers[DELIVERY_HEADERS.timestamp],
      headers[DELIVERY_HEADERS.signature],
    ];
    if (id === undefined || timestamp === undefined || signature === undefined) {
      const names = Object.values(DELIVERY_HEADERS).join(', ');
      const refusal = new SyncError('request.bad_signature', `A delivery needs the headers ${names}`);
      return this.deliveries.refuse(token, refusal);
    }
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    return { status: await this.deliveries.accept(token, { id, timestamp, signature, body }) };
  }

  /** Says nothing of whether there is such an address. */
  @All(':token')
  refuseMethod(@Req() { method }: { readonly method: string }): never {
    throw new SyncError('request.wrong_method', `A delivery is sent by POST, not by ${method}`);
  }
}
