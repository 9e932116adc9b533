-- Audit log and the queue of notifications (spec deployment §8, §7, §12).

create table audit_logs (
  id uuid not null,
  time timestamptz(3) not null,
  user_id uuid not null,
  organization_id uuid not null default '00000000-0000-0000-0000-000000000000',
  ip inet,
  user_agent text constraint audit_logs_user_agent_check check (length(user_agent) <= 256),
  resource_type text not null,
  resource_id uuid not null,
  resource_target text not null,
  resource_icon text not null default '',
  action text not null,
  diff jsonb not null default '{}',
  status_code integer not null,
  additional_fields jsonb not null default '{}',
  request_id uuid not null,
  constraint audit_logs_pkey primary key (id)
);
create index audit_logs_time_idx on audit_logs (time desc, id desc);
create index audit_logs_user_id_idx on audit_logs (user_id);
create index audit_logs_organization_id_idx on audit_logs (organization_id);
create index audit_logs_resource_id_idx on audit_logs (resource_id);

create table notification_templates (
  id uuid not null,
  name text not null,
  title_template text not null,
  body_template text not null,
  actions jsonb not null default '[]',
  "group" text not null default '',
  method text
    constraint notification_templates_method_check check (method in ('smtp', 'webhook', 'inbox')),
  kind text not null default 'system'
    constraint notification_templates_kind_check check (kind in ('system', 'custom')),
  enabled_by_default boolean not null default true,
  constraint notification_templates_pkey primary key (id)
);
create unique index notification_templates_name_key on notification_templates (name);

create table notification_preferences (
  user_id uuid not null,
  notification_template_id uuid not null,
  disabled boolean not null default false,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint notification_preferences_pkey primary key (user_id, notification_template_id),
  constraint notification_preferences_user_id_fkey
    foreign key (user_id) references users (id) on delete cascade,
  constraint notification_preferences_template_id_fkey
    foreign key (notification_template_id) references notification_templates (id) on delete cascade
);

create table notification_messages (
  id uuid not null,
  notification_template_id uuid not null,
  user_id uuid not null,
  method text not null
    constraint notification_messages_method_check check (method in ('smtp', 'webhook', 'inbox')),
  status text not null default 'pending'
    constraint notification_messages_status_check
    check (status in ('pending', 'leased', 'sent', 'permanent_failure', 'temporary_failure',
                      'unknown', 'inhibited')),
  status_reason text,
  created_by text not null default '',
  payload jsonb not null,
  attempt_count integer not null default 0,
  targets uuid[] not null default '{}',
  created_at timestamptz(3) not null,
  updated_at timestamptz(3),
  leased_until timestamptz(3),
  next_retry_after timestamptz(3),
  queued_seconds double precision,
  dedupe_hash text,
  constraint notification_messages_pkey primary key (id),
  constraint notification_messages_template_id_fkey
    foreign key (notification_template_id) references notification_templates (id) on delete cascade,
  constraint notification_messages_user_id_fkey
    foreign key (user_id) references users (id) on delete cascade
);
create unique index notification_messages_dedupe_hash_key on notification_messages (dedupe_hash);
create index notification_messages_status_created_at_idx
  on notification_messages (status, created_at);

insert into notification_templates (id, name, title_template, body_template, actions, "group") values
('4e19c0ac-94e1-4532-9515-d1801aa283b2', 'User account created', 'User account "{{.Labels.created_account_name}}" was created',
 'An account for **{{.Labels.created_account_user_name}}** ({{.Labels.created_account_name}}) was created by **{{.Labels.initiator}}**.',
 '[{"url": "{{base_url}}/deployment/users?filter=status%3Aactive", "label": "View accounts"}]', 'User Events'),
('f44d9314-ad03-4bc8-95d0-5cad491da6b6', 'User account deleted', 'User account "{{.Labels.deleted_account_name}}" was deleted',
 'The account of **{{.Labels.deleted_account_user_name}}** ({{.Labels.deleted_account_name}}) was deleted by **{{.Labels.initiator}}**.',
 '[{"url": "{{base_url}}/deployment/users?filter=status%3Aactive", "label": "View accounts"}]', 'User Events'),
('b02ddd82-4733-4d02-a2d7-c36f3598997d', 'User account suspended', 'User account "{{.Labels.suspended_account_name}}" was suspended',
 'The account of **{{.Labels.suspended_account_user_name}}** ({{.Labels.suspended_account_name}}) was suspended by **{{.Labels.initiator}}**.',
 '[{"url": "{{base_url}}/deployment/users?filter=status%3Asuspended", "label": "View suspended accounts"}]', 'User Events'),
('9f5af851-8408-4e73-a7a1-c6502ba46689', 'User account activated', 'User account "{{.Labels.activated_account_name}}" was activated',
 'The account of **{{.Labels.activated_account_user_name}}** ({{.Labels.activated_account_name}}) was activated by **{{.Labels.initiator}}**.',
 '[{"url": "{{base_url}}/deployment/users?filter=status%3Aactive", "label": "View accounts"}]', 'User Events'),
('6a2f0609-9b69-4d36-a989-9f5925b6cbff', 'Your account has been suspended', 'Your account "{{.Labels.suspended_account_name}}" has been suspended',
 'Your account **{{.Labels.suspended_account_name}}** was suspended by **{{.Labels.initiator}}**.', '[]', 'User Events'),
('1a6a6bea-ee0a-43e2-9e7c-eabdb53730e4', 'Your account has been activated', 'Your account "{{.Labels.activated_account_name}}" has been activated',
 'Your account **{{.Labels.activated_account_name}}** was activated by **{{.Labels.initiator}}**.',
 '[{"url": "{{base_url}}", "label": "Open the console"}]', 'User Events'),
('62f86a30-2330-4b61-a26d-311ff3b608cf', 'One-Time Passcode', 'Reset your password',
 'Use this link to set a new password. It works once and for 20 minutes.',
 '[{"url": "{{base_url}}/reset-password/change?otp={{.Labels.one_time_passcode}}&email={{.UserEmail | urlquery}}", "label": "Reset password"}]', 'User Events');
