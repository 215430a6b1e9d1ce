import { POSITION_OF_CHUNK } from './chunk/statements.js';
import type { HotStatement } from './database/session.js';
import { ADD_ERRORS } from './execution/statements.js';
import { FIND_AWAITED } from './failure/parked-statements.js';
import { HAS_OPEN_FAILURES, LOCK_FAILURES, RESOLVE_FAILURES, SAVE_FAILURES } from './failure/statements.js';
import {
  ADD_KEYS,
  FIND_BY_KEYS,
  FIND_BY_BOTH,
  FIND_KEPT_APART,
  KEYS_OF_REFERENCES,
  READINGS_OF_RECORDS,
} from './match/key-statements.js';
import {
  ATTACH_REFERENCES,
  FIND_PROJECTIONS,
  LOCK_RECORDS,
  LOCK_REFERENCES_OF,
  MARK_ACTIVE,
  NOTE_READINGS,
  PROJECTIONS_OF_RECORDS,
  SAVE_MERGED,
  SAVE_PROJECTIONS,
} from './match/shared-statements.js';
import { ADD_OUTCOMES, ADVANCE_CHUNK, BREAKER_COUNTS, LISTED_SINCE, SAID_SINCE } from './page/statements.js';
import {
  ADD_LINKS,
  COUNT_DERIVED,
  END_LINKS,
  LINKS_OF_REFERENCES,
  WITHOUT_PARENT,
} from './record/link-statements.js';
import {
  FIND_REFERENCES,
  LOCK_REFERENCES,
  NOTE_VERSIONS,
  TOUCH_REFERENCES,
} from './record/reference-statements.js';
import { CREATE_RECORDS, UPDATE_RECORDS } from './record/statements.js';

/** What the planner-trap test prepares on empty tables and runs on full ones. */
export const HOT_STATEMENTS: readonly HotStatement[] = [
  FIND_REFERENCES,
  LOCK_REFERENCES,
  CREATE_RECORDS,
  UPDATE_RECORDS,
  FIND_AWAITED,
  NOTE_VERSIONS,
  ADVANCE_CHUNK,
  ADD_OUTCOMES,
  ADD_ERRORS,
  TOUCH_REFERENCES,
  POSITION_OF_CHUNK,
  BREAKER_COUNTS,
  LISTED_SINCE,
  SAID_SINCE,
  HAS_OPEN_FAILURES,
  LOCK_FAILURES,
  SAVE_FAILURES,
  RESOLVE_FAILURES,
  LINKS_OF_REFERENCES,
  ADD_LINKS,
  END_LINKS,
  WITHOUT_PARENT,
  COUNT_DERIVED,
  FIND_BY_KEYS,
  KEYS_OF_REFERENCES,
  ADD_KEYS,
  READINGS_OF_RECORDS,
  FIND_BY_BOTH,
  FIND_KEPT_APART,
  LOCK_REFERENCES_OF,
  ATTACH_REFERENCES,
  NOTE_READINGS,
  SAVE_PROJECTIONS,
  FIND_PROJECTIONS,
  LOCK_RECORDS,
  PROJECTIONS_OF_RECORDS,
  SAVE_MERGED,
  MARK_ACTIVE,
];
