import { CallPostponed, SyncError } from '@evenkeel/domain';
import type { Clock, PageRequest } from '@evenkeel/ports';
import type { ListedPage, ReadListed } from '../listed-page.js';
import type { PlaceValues } from '../request/places.js';
import type { ParentSettings } from '../settings/parent-settings.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { askableOf, type KeptParent } from './kept-parent.js';
import {
  loseParent,
  passParent,
  takeChildren,
  takeParents,
  type ParentNeeds,
  type Standing,
  type ParentStep,
} from './standing.js';

/** What reading the records of parents takes. */
export interface ChildReading {
  readonly stream: StreamSettings & { readonly parent: ParentSettings };
  /** Lists the parents, with what they hold. */
  readonly parents: ReadListed;
  /** Lists the records of one parent. */
  readonly children: (request: PageRequest, parent: KeptParent, values: PlaceValues) => Promise<ListedPage>;
  /** Whether there is no parent of this id any more; undefined where that cannot be told. */
  readonly isGone: (id: string) => Promise<boolean | undefined>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
}

interface Asking {
  readonly standing: Standing;
  readonly request: PageRequest;
}

/** The same for each page of a listing by numbers. */
const PARENTS_A_PAGE = 100;

/** Asks for the next page of parents, or of the records of the one whose turn it is. */
export async function nextStep(
  reading: ChildReading,
  needs: ParentNeeds,
  { standing, request }: Asking,
): Promise<ParentStep> {
  const { stream, parents } = reading;
  const [parent] = standing.left;
  if (parent === undefined) {
    const page = await parents(requestOfParents(stream, standing, request));
    return { ...takeParents(standing, page, needs), askedAt: page.askedAt };
  }
  const askable = askableOf(parent, stream);
  if ('values' in askable)
    return askChildren(reading, { standing, request }, { parent, values: askable.values });
  if ('lacks' in askable && stream.parent.absent === 'none') return passParent(standing);
  const why =
    'lacks' in askable ? `has no text or number at "${askable.lacks}"` : `would be asked at ${askable.leads}`;
  return loseParent(
    standing,
    `the records of the parent "${parent[0] ?? ''}" could not be asked for: it ${why}`,
  );
}

/** Where the records have a time of their own, all parents are listed; else those that changed, as far as that tells. */
function requestOfParents(
  { parent }: ChildReading['stream'],
  { parents }: Standing,
  request: PageRequest,
): PageRequest {
  const { range, since, until = null } = request;
  return {
    cursor: parents?.cursor ?? null,
    pageSize: PARENTS_A_PAGE,
    since: parent.incremental ? since : null,
    ...(parent.incremental && { until }),
    ...(range !== undefined && { range }),
  };
}

async function askChildren(
  { stream, children, isGone }: ChildReading,
  { standing, request }: Asking,
  { parent, values }: { readonly parent: KeptParent; readonly values: PlaceValues },
): Promise<ParentStep> {
  const { range: _, since, until = null, ...others } = request;
  const times = stream.incremental === undefined ? { since: null } : { since, until };
  try {
    const page = await children({ ...others, ...times, cursor: standing.child.cursor }, parent, values);
    return takeChildren(standing, page);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return loseParent(standing, await doubtOfMissing(parent, error, isGone));
  }
}

function isNotFound(error: unknown): error is SyncError {
  if (!(error instanceof SyncError) || error instanceof CallPostponed) return false;
  return error.code === 'provider.not_found' || error.code === 'provider.record_gone';
}

/** Undefined where the parent is gone, and its records with it. Rejects where it is there: then it is its records' path that is wrong. */
async function doubtOfMissing(
  [id]: KeptParent,
  error: SyncError,
  isGone: ChildReading['isGone'],
): Promise<string | undefined> {
  const gone = id === null ? undefined : await isGone(id);
  if (gone === true) return undefined;
  const told = `the records of the parent "${id ?? ''}" were not found: ${error.message}`;
  if (gone === undefined) return `${told}; whether it was deleted meanwhile cannot be asked`;
  const message = `${told}. The parent is there: correct the path, or say by "notFound" in \`nothing\` that it has no records`;
  throw new SyncError('provider.not_found', message, {
    cause: error,
    ...(error.status && { status: error.status }),
  });
}
