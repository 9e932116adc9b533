-- Replicas remember which budget is whose; like identities these memories end with the transaction that
-- changes a budget (spec ai-prices §9.3). The limit of a group concerns everybody who might be in it.

create trigger group_ai_budgets_touch_identity after insert or update or delete on group_ai_budgets
  for each statement execute function everybody_touch_identity();

create trigger user_ai_budget_overrides_insert_touch_identity after insert on user_ai_budget_overrides
  referencing new table as new_rows
  for each statement execute function new_user_id_touch_identity();
create trigger user_ai_budget_overrides_update_touch_identity after update on user_ai_budget_overrides
  referencing new table as new_rows
  for each statement execute function new_user_id_touch_identity();
create trigger user_ai_budget_overrides_delete_touch_identity after delete on user_ai_budget_overrides
  referencing old table as old_rows
  for each statement execute function old_user_id_touch_identity();
