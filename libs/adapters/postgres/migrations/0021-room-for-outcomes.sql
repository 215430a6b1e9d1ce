-- breaking: an earlier release reads other references out of page_result.seen; end its processes before this one starts

-- An entry of `seen` is external_reference id (0: none) << 6 | outcome code. It was << 4, which left no room for outcomes. Every
-- row is written anew: a run that is resumed reads its own pages and those of any run that ended since it began.
update page_result p set seen = array(
  select (e.entry >> 4 << 6) | (e.entry & 15) from unnest(p.seen) with ordinality as e(entry, position) order by e.position)
where cardinality(p.seen) > 0;
