-- no-transaction
-- Replaced by users_by_name_idx.
drop index concurrently if exists users_list_username_idx;
