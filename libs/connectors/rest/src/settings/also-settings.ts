import { z } from 'zod';
import { anyJson, paramValues } from './request-settings.js';
import { urlPath } from './setting-text.js';

/** A further listing of the same records, as far as it is asked for in another way. */
const alsoListing = z.strictObject({
  path: urlPath.optional().describe('Its path; left out: that of the stream.'),
  params: paramValues.optional().describe('Its parameters, beside and before those of the stream.'),
  json: anyJson.optional().describe('Its body, instead of that of the stream.'),
});

export const alsoSettings = z.array(alsoListing).min(1).max(50);
