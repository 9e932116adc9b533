-- no-transaction
-- With the name itself in it the index alone tells how many users stand behind a given one: PostgreSQL reads no
-- expression of a column out of an index that lacks the column.
create index concurrently if not exists users_by_name_idx
  on users (lower(username) collate "C", id) include (username)
  where not deleted and not is_system;
