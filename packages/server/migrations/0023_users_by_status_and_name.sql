-- no-transaction
-- As users_by_name_idx, for the users of one status.
create index concurrently if not exists users_by_status_and_name_idx
  on users (status, lower(username) collate "C", id) include (username)
  where not deleted and not is_system;
