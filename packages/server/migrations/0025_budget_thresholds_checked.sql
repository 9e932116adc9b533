-- Rows that were written before 0020 are read without keeping anybody from the table.
alter table ai_budget_threshold_events validate constraint ai_budget_threshold_events_percent_check;
