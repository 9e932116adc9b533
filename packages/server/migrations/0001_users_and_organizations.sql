-- Users, organizations, memberships, groups and roles (spec users §3, organizations §2).
-- Text that is compared without regard to case goes through lower(); order is byte-wise (collation "C").

create table site_configs (
  key text not null constraint site_configs_key_check check (length(key) between 1 and 256),
  value text not null,
  constraint site_configs_pkey primary key (key)
);

create table organizations (
  id uuid not null,
  name text not null,
  display_name text not null default '',
  description text not null default '',
  icon text not null default '',
  is_default boolean not null default false,
  deleted boolean not null default false,
  shareable_workspace_owners text not null default 'everyone'
    constraint organizations_shareable_workspace_owners_check
    check (shareable_workspace_owners in ('none', 'everyone', 'service_accounts')),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint organizations_pkey primary key (id)
);
create unique index organizations_name_lower_key on organizations (lower(name)) where not deleted;
create unique index organizations_single_default_key on organizations (is_default) where is_default;

create table users (
  id uuid not null,
  email text not null,
  username text not null constraint users_username_check check (length(username) >= 1),
  name text not null default '',
  hashed_password bytea not null default '',
  hashed_one_time_passcode bytea,
  one_time_passcode_expires_at timestamptz(3),
  one_time_passcode_failures integer not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null default '0001-01-01 00:00:00+00',
  status text not null default 'dormant'
    constraint users_status_check check (status in ('active', 'suspended', 'dormant')),
  rbac_roles text[] not null default '{}',
  login_type text not null default 'password'
    constraint users_login_type_check
    check (login_type in ('password', 'github', 'oidc', 'token', 'none', 'oauth2_provider_app')),
  avatar_url text not null default '',
  deleted boolean not null default false,
  is_system boolean not null default false,
  is_service_account boolean not null default false,
  github_com_user_id bigint,
  quiet_hours_schedule text not null default '',
  chat_spend_limit_micros bigint
    constraint users_chat_spend_limit_micros_check check (chat_spend_limit_micros > 0),
  constraint users_pkey primary key (id),
  constraint users_service_account_email_check check (is_service_account = (email = '')),
  constraint users_service_account_login_type_check
    check (not is_service_account or login_type = 'none'),
  constraint users_one_time_passcode_check
    check ((hashed_one_time_passcode is null) = (one_time_passcode_expires_at is null))
);
create unique index users_username_lower_key on users (lower(username)) where not deleted;
create unique index users_email_lower_key on users (lower(email)) where not deleted and email <> '';
-- The lists: each order that GET /users offers, ties broken by id; counts run on these indexes alone.
create index users_list_username_idx on users ((lower(username) collate "C"), id)
  where not deleted and not is_system;
create index users_list_created_at_idx on users (created_at, id) where not deleted and not is_system;
create index users_list_last_seen_at_idx on users (last_seen_at, id) where not deleted and not is_system;
create index users_list_status_idx on users (status, (lower(username) collate "C"), id)
  where not deleted and not is_system;
-- Role names are compared without regard to case (spec users §14, trap 25).
create function lower_texts(texts text[]) returns text[]
  language sql immutable strict parallel safe
  return coalesce((select array_agg(lower(t)) from unnest(texts) as t), '{}');
create index users_list_rbac_roles_idx on users using gin (lower_texts(rbac_roles))
  where not deleted and not is_system;
create index users_github_com_user_id_idx on users (github_com_user_id)
  where github_com_user_id is not null;

-- Substring search uses trigrams where the extension can be created; without it the search is
-- sequential and gives the same rows (spec users §8.2).
do $$
begin
  create extension if not exists pg_trgm;
exception when others then
  raise notice 'pg_trgm is not available: user search will scan the table';
end
$$;
do $$
begin
  if exists (select 1 from pg_extension where extname = 'pg_trgm') then
    create index users_search_trgm_idx on users
      using gin (lower(username) gin_trgm_ops, lower(email) gin_trgm_ops, lower(name) gin_trgm_ops)
      where not deleted and not is_system;
  end if;
end
$$;

create table organization_members (
  organization_id uuid not null,
  user_id uuid not null,
  roles text[] not null default '{}',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint organization_members_pkey primary key (organization_id, user_id),
  constraint organization_members_organization_id_fkey
    foreign key (organization_id) references organizations (id) on delete cascade,
  constraint organization_members_user_id_fkey
    foreign key (user_id) references users (id) on delete cascade
);
create index organization_members_user_id_idx on organization_members (user_id);

create table groups (
  id uuid not null,
  name text not null,
  organization_id uuid not null,
  display_name text not null default '',
  avatar_url text not null default '',
  quota_allowance integer not null default 0
    constraint groups_quota_allowance_check check (quota_allowance >= 0),
  source text not null default 'user'
    constraint groups_source_check check (source in ('user', 'oidc')),
  managed_by text not null default 'none'
    constraint groups_managed_by_check check (managed_by in ('none', 'oidc', 'scim')),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint groups_pkey primary key (id),
  constraint groups_organization_id_fkey
    foreign key (organization_id) references organizations (id) on delete cascade
);
create unique index groups_organization_id_name_lower_key on groups (organization_id, lower(name));

create table group_members (
  group_id uuid not null,
  user_id uuid not null,
  added_by text not null default 'user'
    constraint group_members_added_by_check check (added_by in ('user', 'oidc', 'scim')),
  created_at timestamptz(3) not null default now(),
  constraint group_members_pkey primary key (user_id, group_id),
  constraint group_members_group_id_fkey
    foreign key (group_id) references groups (id) on delete cascade,
  constraint group_members_user_id_fkey
    foreign key (user_id) references users (id) on delete cascade
);
create index group_members_group_id_idx on group_members (group_id);

create table custom_roles (
  id uuid not null,
  name text not null,
  display_name text not null default '',
  organization_id uuid
    constraint custom_roles_organization_id_check
    check (organization_id <> '00000000-0000-0000-0000-000000000000'),
  site_permissions jsonb not null default '[]',
  org_permissions jsonb not null default '[]',
  user_permissions jsonb not null default '[]',
  member_permissions jsonb not null default '[]',
  is_system boolean not null default false,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint custom_roles_pkey primary key (id),
  constraint custom_roles_organization_id_fkey
    foreign key (organization_id) references organizations (id) on delete cascade
);
create unique index custom_roles_name_lower_key on custom_roles
  (lower(name), coalesce(organization_id, '00000000-0000-0000-0000-000000000000'));

create table user_configs (
  user_id uuid not null,
  key text not null constraint user_configs_key_check check (length(key) between 1 and 256),
  value text not null,
  constraint user_configs_pkey primary key (user_id, key),
  constraint user_configs_user_id_fkey
    foreign key (user_id) references users (id) on delete cascade
);

create table gitsshkeys (
  user_id uuid not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  private_key text not null,
  public_key text not null,
  constraint gitsshkeys_pkey primary key (user_id),
  constraint gitsshkeys_user_id_fkey
    foreign key (user_id) references users (id) on delete cascade
);

create table user_status_changes (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  new_status text not null
    constraint user_status_changes_new_status_check
    check (new_status in ('active', 'suspended', 'dormant')),
  changed_at timestamptz(3) not null,
  constraint user_status_changes_pkey primary key (id),
  constraint user_status_changes_user_id_fkey
    foreign key (user_id) references users (id) on delete cascade
);
create index user_status_changes_user_id_changed_at_idx
  on user_status_changes (user_id, changed_at desc);
create index user_status_changes_changed_at_idx on user_status_changes (changed_at);

create table user_deleted (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  deleted_at timestamptz(3) not null default now(),
  constraint user_deleted_pkey primary key (id),
  constraint user_deleted_user_id_fkey
    foreign key (user_id) references users (id) on delete cascade
);
create index user_deleted_deleted_at_idx on user_deleted (deleted_at);

create table ai_seat_state (
  user_id uuid not null,
  first_used_at timestamptz(3) not null,
  last_used_at timestamptz(3) not null,
  last_event_type text not null
    constraint ai_seat_state_last_event_type_check check (last_event_type in ('aibridge', 'task')),
  last_event_description text not null default '',
  updated_at timestamptz(3) not null default now(),
  constraint ai_seat_state_pkey primary key (user_id),
  constraint ai_seat_state_user_id_fkey
    foreign key (user_id) references users (id) on delete cascade
);

-- The default organization and its Everyone group (organizations §3.7), the system user (users §3).
with default_organization as (
  insert into organizations (id, name, display_name, description, is_default)
  values (gen_random_uuid(), 'coder', 'Coder', 'Builtin default organization.', true)
  returning id
)
insert into groups (id, name, organization_id)
select default_organization.id, 'Everyone', default_organization.id from default_organization;

insert into users (id, email, username, name, created_at, updated_at, status, login_type, is_system)
values ('c42fdf75-3097-471c-8c33-fb52454d81c0', 'prebuilds@system', 'prebuilds', 'Prebuilds Owner',
        now(), now(), 'active', 'none', true);

insert into site_configs (key, value) values ('deployment_id', gen_random_uuid()::text);
