import type { JsonObject } from '@evenkeel/domain';
import { expectSent, type Proof, type WireAnswer } from './proving-server.js';

/** A provider of one of the ways of authentication that docs/rest.md describes, and credentials for it. */
export interface DocumentedProof {
  readonly credentials: JsonObject;
  /** Throws where a call does not prove who makes it. */
  readonly answer: (proof: Proof) => WireAnswer;
}

const RECORDS = [{ id: 1 }, { id: 2 }];
const records = (): WireAnswer => ({ body: { data: RECORDS } });

export const documentedProofs: Readonly<Record<string, () => DocumentedProof>> = {
  'several secrets': () => ({
    credentials: { apiKey: 'key of the app', token: 'to/ken+1=&' },
    answer: ({ headers, url }) => {
      expectSent('the key', headers['x-api-key'], 'key of the app');
      expectSent('the token', headers['authorization'], 'Token token=to/ken+1=&');
      expectSent('the parameter', url.searchParams.getAll('app'), ['key of the app']);
      return records();
    },
  }),
  'secrets in the body': () => ({
    credentials: { apiKey: 'a "key"', password: 'pass\\word' },
    answer: ({ method, body, headers }) => {
      expectSent('the method', [method, headers['content-type']], ['POST', 'application/json']);
      const { auth, page } = JSON.parse(body) as JsonObject;
      expectSent('the credentials', auth, { key: 'a "key"', password: 'pass\\word' });
      return page === 1 ? records() : { body: { data: [] } };
    },
  }),
};
