import { InvalidRequest } from '@evenkeel/administration';
import { ACTOR_HEADER, actorName, UNNAMED_ACTOR } from '@evenkeel/contracts-admin';

/** As whom a caller would like to be named. Throws `request.invalid`. */
export function readActor(header: string | undefined): string {
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
