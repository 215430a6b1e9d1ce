/** What a chunk is set to that an executor gives back, or whose lease has ended. */
export const BACK_TO_ASSIGNED = `state = 'assigned', worker = null, lease_until = null, assigned_at = engine_now()`;
