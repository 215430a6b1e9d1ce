import { POSITION_OF_CHUNK } from './chunk/statements.js';
import type { HotStatement } from './database/session.js';
import { ADD_ERRORS } from './execution/statements.js';
import { HAS_OPEN_FAILURES, LOCK_FAILURES, RESOLVE_FAILURES, SAVE_FAILURES } from './failure/statements.js';
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
];
