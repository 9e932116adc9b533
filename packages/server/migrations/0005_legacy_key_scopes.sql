-- Keys of before scopes had canonical names (spec authorization §4.7). Storage knows canonical names only:
-- whoever writes a legacy name stores the canonical one, and rows of the old shape enter through a table of that shape.

create function canonical_scopes(names text[]) returns text[] language sql immutable as $$
  select array_agg(named.scope order by named.place)
  from (
    select case n.name
        when 'all' then 'coder:all'
        when 'application_connect' then 'coder:application_connect'
        else n.name
      end as scope, min(n.place) as place
    from unnest(names) with ordinality as n (name, place)
    group by 1
  ) named
$$;

update api_keys set scopes = canonical_scopes(scopes)
where scopes && array['all', 'application_connect'];

create function api_keys_canonical() returns trigger language plpgsql as $$
begin
  if new.scopes && array['all', 'application_connect'] then
    new.scopes := canonical_scopes(new.scopes);
  end if;
  if new.lifetime_seconds = 0 then
    new.lifetime_seconds := 86400;
  end if;
  return new;
end
$$;
create trigger api_keys_canonical before insert or update of scopes, lifetime_seconds on api_keys
  for each row execute function api_keys_canonical();
alter table api_keys add constraint api_keys_scopes_canonical_check
  check (not scopes && array['all', 'application_connect']);

-- Takes keys as older releases of the peer have them, one scope and no allow list, and passes them on to
-- api_keys, except those that expired more than seven days ago, which nobody can use again. Always empty.
create table api_keys_import (
  id text not null,
  hashed_secret bytea not null,
  user_id uuid not null,
  last_used timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  login_type text not null,
  lifetime_seconds bigint not null default 86400,
  ip_address inet not null default '0.0.0.0',
  scope text not null default 'all',
  token_name text not null default '',
  constraint api_keys_import_pkey primary key (id)
);

create function api_keys_import() returns trigger language plpgsql as $$
begin
  if new.expires_at >= now() - interval '7 days' then
    insert into api_keys (id, hashed_secret, user_id, last_used, expires_at, created_at, updated_at,
      login_type, lifetime_seconds, ip_address, token_name, scopes, allow_list)
    values (new.id, new.hashed_secret, new.user_id, new.last_used, new.expires_at, new.created_at,
      new.updated_at, new.login_type, new.lifetime_seconds, new.ip_address, new.token_name,
      array[new.scope], array['*:*']);
  end if;
  return null;
end
$$;
create trigger api_keys_import before insert on api_keys_import
  for each row execute function api_keys_import();

-- The entries of one request are looked up by its id.
create index audit_logs_request_id_idx on audit_logs (request_id);
