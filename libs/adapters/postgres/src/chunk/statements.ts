import type { HotStatement } from '../database/session.js';

/** What a chunk is set to that an executor gives back, or whose lease has ended. */
export const BACK_TO_ASSIGNED = `state = 'assigned', worker = null, lease_until = null, assigned_at = engine_now()`;

/** How far ingestion has come with a chunk. */
export const POSITION = `pages_applied as "pagesApplied", cursor, state = 'applied' as applied`;

/** $1 chunk id, $2 attempt. Executors ask it several times a page while they wait. */
export const POSITION_OF_CHUNK: HotStatement = {
  name: 'chunk_position',
  text: `select ${POSITION} from chunk where id = $1 and attempt = $2 and state in ('claimed', 'applied')`,
};
