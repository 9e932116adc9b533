-- The number of all users, without counting them: every unfiltered page of the list tells it, and counting a million
-- takes forty times as long as reading the page.

-- In membership_counts all users that lists show, neither deleted nor of the system, have the nil id.
create function users_count_added() returns trigger language plpgsql as $$
begin
  insert into membership_counts (group_id, members)
  select '00000000-0000-0000-0000-000000000000', count(*) from new_rows n where not n.deleted and not n.is_system;
  return null;
end
$$;
create function users_count_removed() returns trigger language plpgsql as $$
begin
  insert into membership_counts (group_id, members)
  select '00000000-0000-0000-0000-000000000000', -count(*) from old_rows o where not o.deleted and not o.is_system;
  return null;
end
$$;
create function users_count_changed() returns trigger language plpgsql as $$
begin
  insert into membership_counts (group_id, members)
  values ('00000000-0000-0000-0000-000000000000', case when new.deleted or new.is_system then -1 else 1 end);
  return null;
end
$$;

-- From the first of these on, nobody adds or removes users until they are counted below.
create trigger users_count_added after insert on users
  referencing new table as new_rows
  for each statement execute function users_count_added();
create trigger users_count_removed after delete on users
  referencing old table as old_rows
  for each statement execute function users_count_removed();
create trigger users_count_changed after update of deleted, is_system on users
  for each row when ((new.deleted or new.is_system) <> (old.deleted or old.is_system))
  execute function users_count_changed();

insert into membership_counts (group_id, members)
select '00000000-0000-0000-0000-000000000000', count(*) from users u where not u.deleted and not u.is_system;
