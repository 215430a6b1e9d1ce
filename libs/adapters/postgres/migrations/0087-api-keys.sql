-- safe while the previous release runs

-- Keys of callers of the admin API. Of a key its hash is kept, and the prefix by which it is found.
create table api_key (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  name text not null,
  prefix text not null constraint api_key_prefix unique,
  hash text not null,
  role text not null constraint api_key_role check (role in ('viewer', 'operator', 'editor', 'admin')),
  created_by text not null,
  created_at timestamptz(3) not null default engine_now(),
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  revoked_by text
);
create unique index api_key_name on api_key (tenant_id, name) where revoked_at is null;
