-- safe while the previous release runs

-- Calls of a connection and how many of them were answered with 429 or 5xx, by minute. What is older than an hour goes
-- with the next write.
create table call_tally (
  connection_id uuid not null,
  minute timestamptz(0) not null,
  calls int not null,
  troubled int not null,
  primary key (connection_id, minute)
);
