/**
 * `day`: the last 28 days, each as a range of ids of deliveries. Ids are given in the order in which deliveries come, so that whether one came on a day
 * is one look into an index.
 */
export const DAYS_OF_DELIVERIES = `
  day as materialized (
    select n, lead(first, 1, 9223372036854775807) over (order by n desc) as behind, first
    from (
      select n, coalesce((select d.id from webhook_delivery d where d.received_at >= (select engine_now()) - (n + 1) * interval '1 day'
        order by d.received_at limit 1), 9223372036854775807) as first
      from generate_series(0, 27) n) firsts)`;

/** In which of them the webhook `w` received, counted back from now. */
export const DAYS_AGO = `array(
  select n from day where exists (
    select from webhook_delivery d where d.endpoint_id = w.id and d.id >= day.first and d.id < day.behind) order by n)`;

/** When the webhook `w` received last. */
export const LAST_DELIVERY =
  'lateral (select d.received_at from webhook_delivery d where d.endpoint_id = w.id order by d.id desc limit 1) last';
