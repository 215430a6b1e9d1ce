import { nearestName } from '@evenkeel/domain';
import type { Listed, ListRequest } from '@evenkeel/ports';

/** Names that are looked through for the one that was meant. */
const MOST_NAMES = 500;

/** `; did you mean shop?` where a name that is there is near; else nothing. */
export async function meant(
  given: string,
  list: (request: ListRequest) => Promise<Listed<{ readonly name: string }>>,
): Promise<string> {
  const { items } = await list({ after: null, limit: MOST_NAMES });
  const near = nearestName(
    given,
    items.map(({ name }) => name),
  );
  return near === undefined ? '' : `; did you mean ${near}?`;
}
