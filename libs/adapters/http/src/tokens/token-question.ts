import type { TokenGrant } from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';
import type { RawAnswer } from '../read-content.js';
import { loginCall, readLoginAnswer } from './login-call.js';
import { readTokenEndpoint, type EndpointReading } from './read-token-endpoint.js';
import { tokenCall, type TokenAsking } from './token-call.js';

/** How a token is asked for, and how the answer is read. */
export interface TokenQuestion {
  readonly call: HttpCall;
  readonly read: (raw: RawAnswer) => EndpointReading;
}

/** Throws `config.invalid_settings` where a key cannot sign. */
export function tokenQuestion(asking: TokenAsking): TokenQuestion {
  const { grant, now } = asking;
  const call = isLogin(grant) ? loginCall(grant) : tokenCall(asking);
  return {
    call,
    read: (raw) =>
      isLogin(grant)
        ? readLoginAnswer(raw, { call, grant, now })
        : readTokenEndpoint(raw, { call, grant, now }),
  };
}

type LoginGrant = TokenGrant & Required<Pick<TokenGrant, 'login'>>;

function isLogin(grant: TokenGrant): grant is LoginGrant {
  return grant.login !== undefined;
}
