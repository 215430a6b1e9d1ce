-- safe while the previous release runs

-- Whose chunks go first, how hard the run presses and why, and how many records it is to read, where that is known.
alter table execution
  add column priority text not null default 'medium',
  add column path json not null default '{"kind": "primary", "why": "it began before paths were chosen"}',
  add column expected int;

-- When a chunk that was assigned is to be claimed: the earliest first.
alter table chunk add column turn_at timestamptz(3);
create index chunk_planned on chunk (execution_id) where state = 'planned';
