/**
 * Of `push_intent i`: no page is going to bring it any more, and no call of it can be under way, which is so once it has been sent for the milliseconds
 * of this parameter (null: never). What a person has to settle is not among the
 * states that are asked for.
 */
export const isLoose = (
  sentForMs: string,
) => `(i.state <> 'sent' or i.sent_at < (select engine_now()) - ${sentForMs}::float8 * interval '1 millisecond') and (
  exists (select from execution e where e.id = i.execution_id and e.finished_at is not null)
  or not exists (select from push_page p where p.chunk_id = i.chunk_id and p.cursor_in = i.page_cursor))`;

/**
 * Of `push_intent i`: it shows that its set is written to. What was applied has left a reference, unless these were given up with their job; what a job that
 * is removed had under way says nothing of the next one.
 */
export const IS_BEGUN = `i.state not in ('planned', 'applied')
  and exists (select from job j where j.id = i.job_id and j.removed_at is null)`;
