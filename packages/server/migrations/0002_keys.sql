-- API keys and links to identity providers (spec authorization §8, federated-login §12).

create table api_keys (
  id text not null,
  hashed_secret bytea not null,
  user_id uuid not null,
  last_used timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  login_type text not null
    constraint api_keys_login_type_check
    check (login_type in ('password', 'github', 'oidc', 'token', 'none', 'oauth2_provider_app')),
  lifetime_seconds bigint not null default 86400
    constraint api_keys_lifetime_seconds_check check (lifetime_seconds between 1 and 9007199254740991),
  ip_address inet not null default '0.0.0.0',
  token_name text not null default '',
  scopes text[] not null constraint api_keys_scopes_check check (cardinality(scopes) > 0),
  allow_list text[] not null constraint api_keys_allow_list_check check (cardinality(allow_list) > 0),
  user_agent text not null default '',
  origin text
    constraint api_keys_origin_check check (origin in ('browser', 'cli', 'app', 'workspace')),
  previous_hashed_secret bytea,
  previous_expires_at timestamptz(3),
  constraint api_keys_pkey primary key (id),
  constraint api_keys_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint api_keys_previous_check
    check ((previous_hashed_secret is null) = (previous_expires_at is null))
);
create unique index api_keys_user_id_token_name_key on api_keys (user_id, token_name)
  where login_type = 'token';
create index api_keys_user_id_idx on api_keys (user_id);
create index api_keys_expires_at_idx on api_keys (expires_at);

create table user_links (
  user_id uuid not null,
  login_type text not null
    constraint user_links_login_type_check check (login_type in ('oidc', 'github')),
  linked_id text not null default '',
  oauth_access_token text not null default '',
  oauth_refresh_token text not null default '',
  oauth_access_token_key_id text,
  oauth_refresh_token_key_id text,
  oauth_expiry timestamptz(3) not null default '0001-01-01 00:00:00+00',
  claims jsonb not null default '{}',
  refresh_failed_at timestamptz(3),
  refresh_failure text not null default '',
  last_login_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint user_links_pkey primary key (user_id, login_type),
  constraint user_links_user_id_fkey foreign key (user_id) references users (id) on delete cascade
);
create unique index user_links_linked_id_login_type_key on user_links (linked_id, login_type)
  where linked_id <> '';

-- Failed logins per account, shared by all replicas (spec users §14, trap 3). The account is the
-- SHA-256 of the lower-cased e-mail, so unknown accounts cost and tell the same.
create table login_attempts (
  account_hash bytea not null,
  window_start timestamptz(3) not null,
  failures integer not null default 0,
  refused integer not null default 0,
  unknown_account boolean not null default false,
  constraint login_attempts_pkey primary key (account_hash, window_start)
);
create index login_attempts_window_start_idx on login_attempts (window_start);

-- Who runs a periodic job now: one holder per job among all replicas.
create table job_leases (
  name text not null,
  holder uuid not null,
  expires_at timestamptz(3) not null,
  last_run_at timestamptz(3),
  constraint job_leases_pkey primary key (name)
);

-- A soft-deleted user keeps no credentials and can get none. The share lock orders an insert against
-- a concurrent deletion, so that neither can slip past the other.
create function refuse_deleted_user() returns trigger language plpgsql as $$
begin
  perform 1 from users where users.id = new.user_id and not users.deleted for share;
  if not found then
    raise exception 'user % is deleted', new.user_id
      using errcode = 'check_violation', constraint = tg_table_name || '_user_not_deleted';
  end if;
  return new;
end
$$;
create trigger api_keys_user_not_deleted before insert on api_keys
  for each row execute function refuse_deleted_user();
create trigger user_links_user_not_deleted before insert or update on user_links
  for each row execute function refuse_deleted_user();

create function users_history() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or new.status <> old.status then
    insert into user_status_changes (user_id, new_status, changed_at)
    values (new.id, new.status, new.updated_at);
  end if;
  if tg_op = 'UPDATE' and new.deleted and not old.deleted then
    insert into user_deleted (user_id, deleted_at) values (new.id, now());
    delete from api_keys where api_keys.user_id = new.id;
    delete from user_links where user_links.user_id = new.id;
    delete from gitsshkeys where gitsshkeys.user_id = new.id;
  end if;
  return null;
end
$$;
create trigger users_history after insert or update of status, deleted on users
  for each row execute function users_history();
