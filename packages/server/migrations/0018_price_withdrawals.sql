-- Planned prices that were given up before their time (spec ai-prices §9.1). The history keeps the entry that
-- planned the price; a row here takes it out of every resolution.

create table ai_model_price_withdrawals (
  entry_id uuid not null,
  withdrawn_at timestamptz(3) not null,
  actor_id uuid,
  constraint ai_model_price_withdrawals_pkey primary key (entry_id),
  constraint ai_model_price_withdrawals_entry_id_fkey
    foreign key (entry_id) references ai_model_price_history (id)
);
comment on table ai_model_price_withdrawals is
  'Entries of the history of prices that never took effect; append-only as the history is.';

create trigger ai_model_price_withdrawals_append_only before update or delete or truncate
  on ai_model_price_withdrawals for each statement
  execute function ai_model_price_history_append_only();
