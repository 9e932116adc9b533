-- The members of every group and organization in the order of their names: a page of members is read where it stands,
-- however many there are, instead of being sorted out of all of them.

-- One row for each membership; Everyone has the id of its organization. Pages join the memberships, so a row too many
-- costs a look-up and shows nobody. No foreign keys, like membership_counts.
create table member_order (
  user_id uuid not null,
  group_id uuid not null,
  -- lower(users.username)
  sort_key text collate "C" not null,
  constraint member_order_pkey primary key (user_id, group_id)
);
create index member_order_group_id_sort_key_idx on member_order (group_id, sort_key, user_id);

-- The foreign key of a membership has locked its user before these run, so the name is the one that is committed.
-- Planned anew each time: a statement adds one member or ten thousand.
create function group_members_order_added() returns trigger language plpgsql
  set plan_cache_mode = force_custom_plan as $$
begin
  insert into member_order (user_id, group_id, sort_key)
  select n.user_id, n.group_id, lower(u.username) from new_rows n join users u on u.id = n.user_id
  on conflict (user_id, group_id) do update set sort_key = excluded.sort_key;
  return null;
end
$$;
create function group_members_order_removed() returns trigger language plpgsql
  set plan_cache_mode = force_custom_plan as $$
begin
  delete from member_order p using old_rows o where p.user_id = o.user_id and p.group_id = o.group_id;
  return null;
end
$$;
create function organization_members_order_added() returns trigger language plpgsql
  set plan_cache_mode = force_custom_plan as $$
begin
  insert into member_order (user_id, group_id, sort_key)
  select n.user_id, n.organization_id, lower(u.username) from new_rows n join users u on u.id = n.user_id
  on conflict (user_id, group_id) do update set sort_key = excluded.sort_key;
  return null;
end
$$;
create function organization_members_order_removed() returns trigger language plpgsql
  set plan_cache_mode = force_custom_plan as $$
begin
  delete from member_order p using old_rows o where p.user_id = o.user_id and p.group_id = o.organization_id;
  return null;
end
$$;
create trigger group_members_order_added after insert on group_members
  referencing new table as new_rows
  for each statement execute function group_members_order_added();
create trigger group_members_order_removed after delete on group_members
  referencing old table as old_rows
  for each statement execute function group_members_order_removed();
create trigger organization_members_order_added after insert on organization_members
  referencing new table as new_rows
  for each statement execute function organization_members_order_added();
create trigger organization_members_order_removed after delete on organization_members
  referencing old table as old_rows
  for each statement execute function organization_members_order_removed();

-- Whoever renames a user waits for memberships of the user that are being added, and they for him: one of the two
-- then sees what the other one did.
create function users_rename_alone() returns trigger language plpgsql as $$
begin
  perform from users u where u.id = new.id for update;
  return new;
end
$$;
create trigger users_rename_alone before update of username on users
  for each row when (lower(new.username) <> lower(old.username)) execute function users_rename_alone();

create function users_order_renamed() returns trigger language plpgsql as $$
begin
  update member_order set sort_key = lower(new.username) where user_id = new.id;
  return null;
end
$$;
create trigger users_order_renamed after update of username on users
  for each row when (lower(new.username) <> lower(old.username)) execute function users_order_renamed();

-- Puts the memberships that there are in order, some users at a time, so that nobody waits for all of them. Can be
-- interrupted and repeated.
create procedure order_all_members() language plpgsql as $$
declare
  last uuid := '00000000-0000-0000-0000-000000000000';
  batch uuid[];
begin
  loop
    select array_agg(s.id order by s.id) into batch
    from (select u.id from users u where u.id > last order by u.id limit 500) as s;
    exit when batch is null;
    -- Locked like by a foreign key: whoever renames or removes one of them waits, and is waited for.
    insert into member_order (user_id, group_id, sort_key)
    select gm.user_id, gm.group_id, lower(u.username)
    from group_members gm join users u on u.id = gm.user_id
    where gm.user_id = any(batch)
    for key share of gm, u
    on conflict (user_id, group_id) do nothing;
    insert into member_order (user_id, group_id, sort_key)
    select om.user_id, om.organization_id, lower(u.username)
    from organization_members om join users u on u.id = om.user_id
    where om.user_id = any(batch)
    for key share of om, u
    on conflict (user_id, group_id) do nothing;
    commit;
    last := batch[array_length(batch, 1)];
  end loop;
end
$$;
