-- no-transaction
-- Replaced by users_by_status_and_name_idx.
drop index concurrently if exists users_list_status_idx;
