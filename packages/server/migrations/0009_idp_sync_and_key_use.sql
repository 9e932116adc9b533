-- Who made a key and what used it last; settings of identity provider sync (spec idp-sync-and-scim §A5).

alter table api_keys
  add column created_by uuid,
  add column last_used_user_agent text not null default ''
    constraint api_keys_last_used_user_agent_check check (length(last_used_user_agent) <= 256),
  add constraint api_keys_created_by_fkey
    foreign key (created_by) references users (id) on delete set null;
create index api_keys_created_by_idx on api_keys (created_by) where created_by is not null;

create table idp_sync_settings (
  id uuid not null,
  kind text not null
    constraint idp_sync_settings_kind_check check (kind in ('organization', 'group', 'role')),
  organization_id uuid,
  settings jsonb not null
    constraint idp_sync_settings_settings_check check (jsonb_typeof(settings) = 'object'),
  version bigint not null default 1,
  updated_at timestamptz(3) not null default now(),
  updated_by uuid,
  constraint idp_sync_settings_pkey primary key (id),
  constraint idp_sync_settings_organization_id_fkey
    foreign key (organization_id) references organizations (id) on delete cascade,
  constraint idp_sync_settings_updated_by_fkey
    foreign key (updated_by) references users (id) on delete set null,
  constraint idp_sync_settings_scope_check
    check ((kind = 'organization') = (organization_id is null))
);
create unique index idp_sync_settings_kind_organization_id_key
  on idp_sync_settings (kind, organization_id) nulls not distinct;
