-- Usage of AI, what it cost, and how it is limited (spec ai-prices §6, §7, §9.5).

create table ai_providers (
  id uuid not null default gen_random_uuid(),
  name text not null
    constraint ai_providers_name_check check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(name) <= 64),
  type text not null
    constraint ai_providers_type_check
    check (type in ('openai', 'anthropic', 'azure', 'bedrock', 'google', 'openai-compat', 'openrouter',
                    'vercel', 'copilot')),
  display_name text not null default '',
  deleted boolean not null default false,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint ai_providers_pkey primary key (id)
);
create unique index ai_providers_name_key on ai_providers (name) where not deleted;

-- One row for each usage record; purged after the retention. No foreign keys: what was spent stays.
create table ai_usage (
  id uuid not null,
  user_id uuid not null,
  provider_name text not null default '',
  provider_type text,
  model text not null,
  input_tokens bigint not null constraint ai_usage_input_tokens_check check (input_tokens >= 0),
  output_tokens bigint not null constraint ai_usage_output_tokens_check check (output_tokens >= 0),
  cache_read_input_tokens bigint not null
    constraint ai_usage_cache_read_input_tokens_check check (cache_read_input_tokens >= 0),
  cache_write_input_tokens bigint not null
    constraint ai_usage_cache_write_input_tokens_check check (cache_write_input_tokens >= 0),
  effective_group_id uuid,
  input_price_micros bigint
    constraint ai_usage_input_price_micros_check check (input_price_micros >= 0),
  output_price_micros bigint
    constraint ai_usage_output_price_micros_check check (output_price_micros >= 0),
  cache_read_price_micros bigint
    constraint ai_usage_cache_read_price_micros_check check (cache_read_price_micros >= 0),
  cache_write_price_micros bigint
    constraint ai_usage_cache_write_price_micros_check check (cache_write_price_micros >= 0),
  cost_micros bigint constraint ai_usage_cost_micros_check check (cost_micros >= 0),
  cost_pico numeric(38, 0) constraint ai_usage_cost_pico_check check (cost_pico >= 0),
  content_hash bytea not null,
  provider_response_id text not null default '',
  client text not null default '',
  session_id text not null default '',
  metadata jsonb not null default '{}',
  reservation_id uuid,
  submitted_by uuid not null,
  created_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  constraint ai_usage_pkey primary key (id),
  constraint ai_usage_cost_pair_check check ((cost_micros is null) = (cost_pico is null))
);
create index ai_usage_effective_group_id_created_at_idx on ai_usage (effective_group_id, created_at)
  where effective_group_id is not null;
create index ai_usage_user_id_created_at_idx on ai_usage (user_id, created_at);
create index ai_usage_created_at_idx on ai_usage (created_at);
create index ai_usage_unpriced_idx on ai_usage (created_at) where cost_micros is null;

-- The ledger: never purged.
create table ai_user_daily_spend (
  user_id uuid not null,
  effective_group_id uuid not null,
  day date not null,
  spend_micros bigint not null default 0
    constraint ai_user_daily_spend_spend_micros_check check (spend_micros >= 0),
  cost_pico numeric(38, 0) not null default 0
    constraint ai_user_daily_spend_cost_pico_check check (cost_pico >= 0),
  records bigint not null default 0
    constraint ai_user_daily_spend_records_check check (records >= 0),
  unpriced_records bigint not null default 0
    constraint ai_user_daily_spend_unpriced_records_check check (unpriced_records >= 0),
  constraint ai_user_daily_spend_pkey primary key (user_id, effective_group_id, day)
);
create index ai_user_daily_spend_effective_group_id_day_idx
  on ai_user_daily_spend (effective_group_id, day);
create index ai_user_daily_spend_day_idx on ai_user_daily_spend (day);

-- The limit of each member of a group, separately; 0 blocks.
create table group_ai_budgets (
  group_id uuid not null,
  spend_limit_micros bigint not null
    constraint group_ai_budgets_spend_limit_micros_check
    check (spend_limit_micros between 0 and 1000000000000),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint group_ai_budgets_pkey primary key (group_id),
  constraint group_ai_budgets_group_id_fkey
    foreign key (group_id) references groups (id) on delete cascade
);

create table user_ai_budget_overrides (
  user_id uuid not null,
  group_id uuid not null,
  spend_limit_micros bigint not null
    constraint user_ai_budget_overrides_spend_limit_micros_check
    check (spend_limit_micros between 0 and 1000000000000),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint user_ai_budget_overrides_pkey primary key (user_id),
  constraint user_ai_budget_overrides_user_id_fkey
    foreign key (user_id) references users (id) on delete cascade,
  constraint user_ai_budget_overrides_group_id_fkey
    foreign key (group_id) references groups (id) on delete cascade
);
create index user_ai_budget_overrides_group_id_idx on user_ai_budget_overrides (group_id);

-- An override needs the membership it is attributed to. The membership is locked against its removal until
-- the commit; a removal that comes later finds the override and takes it along.
create function user_ai_budget_overrides_need_membership() returns trigger language plpgsql as $$
begin
  perform 1 from group_members m
    where m.group_id = new.group_id and m.user_id = new.user_id for key share;
  if found then
    return new;
  end if;
  perform 1 from organization_members m
    where m.organization_id = new.group_id and m.user_id = new.user_id for key share;
  if found then
    return new;
  end if;
  raise exception 'the user is not a member of the group'
    using errcode = 'check_violation', constraint = 'user_ai_budget_overrides_membership_check';
end
$$;
create trigger user_ai_budget_overrides_need_membership before insert or update
  on user_ai_budget_overrides for each row
  execute function user_ai_budget_overrides_need_membership();

create function group_members_end_overrides() returns trigger language plpgsql as $$
begin
  delete from user_ai_budget_overrides o using old_rows r
    where o.user_id = r.user_id and o.group_id = r.group_id;
  return null;
end
$$;
create trigger group_members_end_overrides after delete on group_members
  referencing old table as old_rows
  for each statement execute function group_members_end_overrides();

create function organization_members_end_overrides() returns trigger language plpgsql as $$
begin
  delete from user_ai_budget_overrides o using old_rows r
    where o.user_id = r.user_id and o.group_id = r.organization_id;
  return null;
end
$$;
create trigger organization_members_end_overrides after delete on organization_members
  referencing old table as old_rows
  for each statement execute function organization_members_end_overrides();

-- What requests in flight may still cost; gone when their record arrives, or after ten minutes.
create table ai_budget_reservations (
  id uuid not null,
  user_id uuid not null,
  effective_group_id uuid not null,
  amount_micros bigint not null
    constraint ai_budget_reservations_amount_micros_check check (amount_micros > 0),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  constraint ai_budget_reservations_pkey primary key (id)
);
create index ai_budget_reservations_user_id_idx
  on ai_budget_reservations (user_id, effective_group_id);
create index ai_budget_reservations_expires_at_idx on ai_budget_reservations (expires_at);

-- Limits that somebody reached: one row for each period and threshold, whatever becomes of the messages.
create table ai_budget_threshold_events (
  user_id uuid not null,
  effective_group_id uuid not null,
  period_start date not null,
  percent integer not null
    constraint ai_budget_threshold_events_percent_check check (percent in (85, 100)),
  spend_micros bigint not null,
  limit_micros bigint not null,
  limit_source text not null
    constraint ai_budget_threshold_events_limit_source_check
    check (limit_source in ('user_override', 'group')),
  created_at timestamptz(3) not null,
  notified_at timestamptz(3),
  constraint ai_budget_threshold_events_pkey
    primary key (user_id, effective_group_id, period_start, percent)
);
create index ai_budget_threshold_events_pending_idx on ai_budget_threshold_events (created_at)
  where notified_at is null;

insert into notification_templates (id, name, title_template, body_template, actions, "group") values
('0ba8b3c1-5f3e-4b51-9a5e-6f3f0f6f8d10', 'AI Budget Threshold Reached', '{{.Labels.threshold}}% of your AI budget is used',
 'You have used **{{.Labels.threshold}}%** of your {{.Labels.period}} AI budget of **{{.Labels.limit}}** ({{.Labels.limit_source}}, group **{{.Labels.group}}** of **{{.Labels.organization}}**) for the period from {{.Labels.period_start}} to {{.Labels.period_end}}.',
 '[]', 'AI Events'),
('4c0a0f9e-3a8c-4d1e-8a55-2f9d7a1b6e21', 'AI Budget Threshold Reached by a User', '{{.Labels.username}} has used {{.Labels.threshold}}% of the AI budget',
 'User **{{.Labels.username}}** has used **{{.Labels.threshold}}%** of the {{.Labels.period}} AI budget of **{{.Labels.limit}}** ({{.Labels.limit_source}}, group **{{.Labels.group}}** of **{{.Labels.organization}}**) for the period from {{.Labels.period_start}} to {{.Labels.period_end}}.',
 '[]', 'AI Events');
