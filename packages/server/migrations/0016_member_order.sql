-- The members of every group and organization in the order of their names: a page of members is read where it stands,
-- however many there are, instead of being sorted out of all of them.

-- One row for each membership of a user whom lists show, who is neither deleted nor of the system; Everyone has the id of
-- its organization. No foreign keys, like membership_counts.
create table member_order (
  user_id uuid not null,
  group_id uuid not null,
  -- lower(users.username)
  sort_key text collate "C" not null,
  constraint member_order_pkey primary key (user_id, group_id)
);
create index member_order_group_id_sort_key_idx on member_order (group_id, sort_key, user_id);

-- The foreign key of a membership has locked its user before these run, so the name is the one that is committed.
-- Planned anew each time: a plan kept from the insert of one row would compare the ten thousand of a bulk change with
-- each other.
-- The argument is the column that names the group.
create function member_order_added() returns trigger language plpgsql as $$
begin
  execute format('insert into member_order (user_id, group_id, sort_key)
    select n.user_id, n.%I, lower(u.username) from new_rows n join users u on u.id = n.user_id
    where not u.deleted and not u.is_system
    on conflict (user_id, group_id) do update set sort_key = excluded.sort_key', tg_argv[0]);
  return null;
end
$$;
create function member_order_removed() returns trigger language plpgsql as $$
begin
  execute format('delete from member_order p using old_rows o
    where p.user_id = o.user_id and p.group_id = o.%I', tg_argv[0]);
  return null;
end
$$;
create trigger group_members_order_added after insert on group_members
  referencing new table as new_rows
  for each statement execute function member_order_added('group_id');
create trigger group_members_order_removed after delete on group_members
  referencing old table as old_rows
  for each statement execute function member_order_removed('group_id');
create trigger organization_members_order_added after insert on organization_members
  referencing new table as new_rows
  for each statement execute function member_order_added('organization_id');
create trigger organization_members_order_removed after delete on organization_members
  referencing old table as old_rows
  for each statement execute function member_order_removed('organization_id');

-- Puts users into the order of all that they are members of. Locks like a foreign key, users before memberships as
-- whoever removes a user does: whoever changes one of them or ends a membership waits, and is waited for.
create function order_members(wanted uuid[]) returns void language plpgsql
  set plan_cache_mode = force_custom_plan as $$
begin
  perform from users u where u.id = any(wanted) order by u.id for key share;
  insert into member_order (user_id, group_id, sort_key)
  select gm.user_id, gm.group_id, lower(u.username)
  from group_members gm join users u on u.id = gm.user_id
  where gm.user_id = any(wanted) and not u.deleted and not u.is_system
  for key share of gm
  on conflict (user_id, group_id) do nothing;
  insert into member_order (user_id, group_id, sort_key)
  select om.user_id, om.organization_id, lower(u.username)
  from organization_members om join users u on u.id = om.user_id
  where om.user_id = any(wanted) and not u.deleted and not u.is_system
  for key share of om
  on conflict (user_id, group_id) do nothing;
end
$$;

-- Whoever renames, deletes or restores a user waits for memberships of the user that are being added, and they for him:
-- one of the two then sees what the other one did.
create function users_order_alone() returns trigger language plpgsql as $$
begin
  perform from users u where u.id = new.id for update;
  return new;
end
$$;
create function users_order_changed() returns trigger language plpgsql as $$
begin
  if new.deleted or new.is_system then
    delete from member_order where user_id = new.id;
  elsif old.deleted or old.is_system then
    perform order_members(array[new.id]);
  else
    update member_order set sort_key = lower(new.username) where user_id = new.id;
  end if;
  return null;
end
$$;
create trigger users_order_alone before update of username, deleted, is_system on users
  for each row when (lower(new.username) <> lower(old.username)
    or (new.deleted or new.is_system) <> (old.deleted or old.is_system))
  execute function users_order_alone();
create trigger users_order_changed after update of username, deleted, is_system on users
  for each row when (lower(new.username) <> lower(old.username)
    or (new.deleted or new.is_system) <> (old.deleted or old.is_system))
  execute function users_order_changed();

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
    begin
      perform order_members(batch);
      last := batch[array_length(batch, 1)];
    exception when deadlock_detected then
      -- Somebody else went first; the same users once more.
    end;
    commit;
  end loop;
end
$$;
