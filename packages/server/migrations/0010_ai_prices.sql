-- What AI models cost (spec ai-prices §2). Provider and model are compared and ordered byte by byte.

create table ai_model_prices (
  provider text collate "C" not null,
  model text collate "C" not null,
  source text not null default 'default'
    constraint ai_model_prices_source_check check (source in ('default', 'custom')),
  input_price bigint constraint ai_model_prices_input_price_check check (input_price >= 0),
  output_price bigint constraint ai_model_prices_output_price_check check (output_price >= 0),
  cache_read_price bigint
    constraint ai_model_prices_cache_read_price_check check (cache_read_price >= 0),
  cache_write_price bigint
    constraint ai_model_prices_cache_write_price_check check (cache_write_price >= 0),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint ai_model_prices_pkey primary key (provider, model, source)
);
comment on table ai_model_prices is
  'Prices of AI requests in micro-units of US dollars per million tokens; null is unknown, 0 is free.';

-- Every change of a price, written by the statement that makes it. An interval ends where the next row
-- of the same key and source begins.
create table ai_model_price_history (
  id uuid not null default gen_random_uuid(),
  provider text collate "C" not null,
  model text collate "C" not null,
  source text not null
    constraint ai_model_price_history_source_check check (source in ('default', 'custom')),
  input_price bigint constraint ai_model_price_history_input_price_check check (input_price >= 0),
  output_price bigint
    constraint ai_model_price_history_output_price_check check (output_price >= 0),
  cache_read_price bigint
    constraint ai_model_price_history_cache_read_price_check check (cache_read_price >= 0),
  cache_write_price bigint
    constraint ai_model_price_history_cache_write_price_check check (cache_write_price >= 0),
  removed boolean not null default false,
  effective_from timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  actor_id uuid,
  origin text not null
    constraint ai_model_price_history_origin_check check (origin in ('seed', 'api', 'sync')),
  seed_digest bytea,
  constraint ai_model_price_history_pkey primary key (id),
  constraint ai_model_price_history_effective_from_key
    unique (provider, model, source, effective_from)
);
create index ai_model_price_history_key_idx
  on ai_model_price_history (provider, model, effective_from desc);
create index ai_model_price_history_effective_from_idx
  on ai_model_price_history (effective_from desc, id desc);
-- Prices that were planned for a later time; few, and looked at by everything that needs today's price.
create index ai_model_price_history_planned_idx on ai_model_price_history (effective_from)
  where effective_from > recorded_at;

create function ai_model_price_history_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the history of prices is never changed'
    using errcode = 'restrict_violation', constraint = 'ai_model_price_history_append_only';
end
$$;
create trigger ai_model_price_history_append_only before update or delete or truncate
  on ai_model_price_history for each statement
  execute function ai_model_price_history_append_only();

-- Which book is in the database. The one row is there from the beginning: seeding servers queue on it.
create table ai_price_seed_state (
  singleton boolean not null default true
    constraint ai_price_seed_state_singleton_check check (singleton),
  seed_digest bytea,
  row_count integer not null default 0,
  generated_on date,
  applied_at timestamptz(3),
  applied_by_version text not null default '',
  constraint ai_price_seed_state_pkey primary key (singleton)
);
insert into ai_price_seed_state (singleton) values (true);
