import { InvalidRequest, type Caller } from '@evenkeel/administration';
import { ACTOR_HEADER, actorName, UNNAMED_ACTOR } from '@evenkeel/contracts-admin';
import { DEFAULT_TENANT } from '@evenkeel/domain';

/** Until requests are authenticated: every caller belongs to the one tenant, may do everything, and is named as its request says. */
export function callerOf(actorHeader: string | undefined): Caller {
  return { tenantId: DEFAULT_TENANT, actor: readActor(actorHeader), roles: ['admin'] };
}

/** Throws `request.invalid`. */
function readActor(header: string | undefined): string {
  if (header === undefined) return UNNAMED_ACTOR;
  const { success, data, error } = actorName.safeParse(decoded(header));
  if (success) return data;
  throw new InvalidRequest(error.issues.map(({ message }) => ({ path: ACTOR_HEADER, message })));
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    throw new InvalidRequest([{ path: ACTOR_HEADER, message: 'must be percent-encoded UTF-8' }]);
  }
}
