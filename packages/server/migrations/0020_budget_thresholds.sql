-- Operators choose at which shares of a limit people are told (option `ai-budget-thresholds`).

alter table ai_budget_threshold_events
  drop constraint ai_budget_threshold_events_percent_check,
  add constraint ai_budget_threshold_events_percent_check check (percent between 1 and 100) not valid;
