import type { JsonObject } from '@evenkeel/domain';

/** Authors are known by their login, customers by their address. */
export const PEOPLE: JsonObject = {
  rules: [
    { name: 'account', when: { field: 'login', by: 'exact' } },
    { name: 'e-mail', when: { field: 'email', by: 'exact', normalise: ['email'] } },
  ],
  merge: 'merge_fields',
};

/** Records of people with what they are known as, one a line. */
export const STORED_PEOPLE = `
  select array_to_string(array(
    select s.stream || case s.rule when '' then '' else ':' || s.rule end || ' ' || e.external_id
    from external_reference e join reference_set s on s.id = e.set_id
    where e.record_id = r.id and e.inactive_at is null order by 1), ', ')
    || ' = ' || concat_ws(' | ', r.data ->> 'login', r.data ->> 'name', r.data ->> 'email', r.data ->> 'customer') as line
  from record r where r.record_type = 'person' and r.merged_into is null and r.inactive_at is null`;

/** Where the links of issues lead: to a label by its name, to a person by the login that its record has. */
export const LINKED = `
  select f.external_id || ' ' || l.name || ' ' || coalesce(r.data ->> 'login', r.data ->> 'name') as line
  from record_link l join external_reference f on f.id = l.from_reference and f.inactive_at is null
  join external_reference t on t.set_id = l.to_set and t.external_id = l.to_external_id and t.inactive_at is null
  join record r on r.id = t.record_id and r.inactive_at is null and r.merged_into is null
  where l.ended_at is null`;
