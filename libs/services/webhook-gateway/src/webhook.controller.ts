import { All, Controller, Headers, HttpCode, Param, Post, Req, UseFilters } from '@nestjs/common';
import { SyncError } from '@evenkeel/domain';
import { AcceptDelivery, type DeliveryAnswer } from './accept-delivery.js';
import { RefusalFilter } from './refusal.filter.js';
import { readDelivery, type SignedDelivery } from './signature.js';

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
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    let delivery: SignedDelivery;
    try {
      delivery = readDelivery(headers, body);
    } catch (error) {
      if (error instanceof SyncError) return this.deliveries.refuse(token, error);
      throw error;
    }
    return { status: await this.deliveries.accept(token, delivery) };
  }

  /** Says nothing of whether there is such an address. */
  @All(':token')
  refuseMethod(@Req() { method }: { readonly method: string }): never {
    throw new SyncError('request.wrong_method', `A delivery is sent by POST, not by ${method}`);
  }
}
