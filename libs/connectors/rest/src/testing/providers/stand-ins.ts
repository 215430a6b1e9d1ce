import { github } from './github.js';
import { googleContacts } from './google-contacts.js';
import { hubspot } from './hubspot.js';
import { notion } from './notion.js';
import { salesforce } from './salesforce.js';
import { shopify } from './shopify.js';
import type { StandIn } from './stand-in.js';
import { stripe } from './stripe.js';

/** A provider for each manifest of `examples/`, by its file. */
export const standIns: Readonly<Record<string, () => StandIn>> = {
  'github.json': github,
  'google-contacts.json': googleContacts,
  'hubspot.json': hubspot,
  'notion.json': notion,
  'salesforce.json': salesforce,
  'shopify.json': shopify,
  'stripe.json': stripe,
};
