/**
 * Of `external_reference e`: those of one record in one set, by the index of records alone. Where the table has grown since it was last analysed the planner would read
 * all references of the set as well, for each record (a `BitmapAnd`): `+ 0` keeps it from that.
 */
export const referencesOf = (record: string, set: string): string =>
  `e.record_id = ${record} and e.set_id + 0 = ${set}`;
