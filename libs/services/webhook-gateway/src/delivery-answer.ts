/** `challenge`: what the sender wants to hear before it sends. */
export type DeliveryAnswer =
  | { readonly status: 'accepted' | 'ignored' | 'known' }
  | { readonly challenge: string };
