import { EmulatedProvider } from './emulated-provider.js';

const TOKEN = 'shop';

export interface EmulatedShop {
  readonly folder: string;
  readonly port: number;
  /** Of the customers that are there from the start. */
  readonly emails: readonly string[];
  /** Where it tells of what happens to customers, signed with the secret: it knows its webhooks from the start. */
  readonly webhook: { readonly url: string; readonly secret: string };
}

/** Stripe as the npm package `emulate` plays it. */
export function startStripe({ folder, port, emails, webhook }: EmulatedShop): Promise<EmulatedProvider> {
  const customers = emails.map((email, nth) => ({ email, name: `Customer ${nth}` }));
  const webhooks = [{ ...webhook, events: ['*'] }];
  return EmulatedProvider.start({
    ...{ service: 'stripe', token: TOKEN, folder, port },
    seed: { tokens: { [TOKEN]: { login: TOKEN, scopes: [] } }, stripe: { customers, webhooks } },
  });
}
