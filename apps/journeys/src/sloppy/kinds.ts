import type { Kind } from './kind.js';
import { movedCredentials, oddIds, otherAnswers } from './kinds/addresses.js';
import { declaredEnds, undeclaredEnds } from './kinds/ends.js';
import { endlessListings } from './kinds/endless.js';
import { goneAnswers, tombstones } from './kinds/gone.js';
import { incompleteListings, nothingNew } from './kinds/evidence.js';
import { shiftingPages } from './kinds/moving.js';
import { compositeIds, olderReadings } from './kinds/older.js';
import { dottedNames, linkHeaders } from './kinds/places.js';
import { twins } from './kinds/twins.js';
import { unorderedStates } from './kinds/unordered.js';
import { configuration, exactNumbers, labels } from './kinds/values.js';
import { clocksAhead, longPauses, singleRefusals } from './kinds/waits.js';

/** Every way of being sloppy that must not end green and wrong. */
export const KINDS: readonly Kind[] = [
  ...[undeclaredEnds, declaredEnds, linkHeaders, dottedNames, incompleteListings, nothingNew],
  ...[shiftingPages, endlessListings, twins, oddIds, otherAnswers, movedCredentials],
  ...[goneAnswers, tombstones, olderReadings, unorderedStates, compositeIds],
  ...[longPauses, singleRefusals, clocksAhead, exactNumbers, labels, configuration],
];
