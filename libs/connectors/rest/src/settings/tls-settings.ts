import { z } from 'zod';
import { IS_PEM } from './auth/credential-text.js';

export const tls = z
  .strictObject({
    clientCertificate: z
      .boolean()
      .default(true)
      .describe(
        'Whether the client proves itself: the credentials are then also `clientCertificate` and `clientKey`, in PEM.',
      ),
    ca: z
      .string()
      .regex(IS_PEM, 'must be a text in PEM, with its lines -----BEGIN ...----- and -----END ...-----')
      .optional()
      .describe(
        'Certificates in PEM of the authorities that the server may be certified by; left out: the usual ones.',
      ),
  })
  .optional()
  .describe('How the servers of the connection are connected to, where that is not as to any server.');
