-- How many members groups and organizations have, without counting them: a page of members tells the number of all,
-- and counting a hundred thousand rows costs thirty times as much as reading the page.

-- The rows of a group in group_members, or of an organization in organization_members, are as many as the sum of
-- `members` here; Everyone has the id of its organization. Every statement that adds or removes members appends what
-- it changed, so that two of them never wait for each other; a job folds the rows of a group into one. No foreign
-- key: members that a deletion of their group takes along are told here after the group is gone.
create table membership_counts (
  id bigint generated always as identity constraint membership_counts_pkey primary key,
  group_id uuid not null,
  members bigint not null
);
create index membership_counts_group_id_idx on membership_counts (group_id) include (members);

create function group_members_count_added() returns trigger language plpgsql as $$
begin
  insert into membership_counts (group_id, members)
  select n.group_id, count(*) from new_rows n group by n.group_id;
  return null;
end
$$;
create function group_members_count_removed() returns trigger language plpgsql as $$
begin
  insert into membership_counts (group_id, members)
  select o.group_id, -count(*) from old_rows o group by o.group_id;
  return null;
end
$$;
create function organization_members_count_added() returns trigger language plpgsql as $$
begin
  insert into membership_counts (group_id, members)
  select n.organization_id, count(*) from new_rows n group by n.organization_id;
  return null;
end
$$;
create function organization_members_count_removed() returns trigger language plpgsql as $$
begin
  insert into membership_counts (group_id, members)
  select o.organization_id, -count(*) from old_rows o group by o.organization_id;
  return null;
end
$$;

-- From the first of these on, nobody changes memberships until the counts below are made.
create trigger group_members_count_added after insert on group_members
  referencing new table as new_rows
  for each statement execute function group_members_count_added();
create trigger group_members_count_removed after delete on group_members
  referencing old table as old_rows
  for each statement execute function group_members_count_removed();
create trigger organization_members_count_added after insert on organization_members
  referencing new table as new_rows
  for each statement execute function organization_members_count_added();
create trigger organization_members_count_removed after delete on organization_members
  referencing old table as old_rows
  for each statement execute function organization_members_count_removed();

-- A membership is never moved to another group or organization: it ends, and another one begins.
create function refuse_moved_membership() returns trigger language plpgsql as $$
begin
  raise exception 'a membership cannot be moved; delete it and insert another one'
    using errcode = 'check_violation', constraint = tg_table_name || '_not_moved';
end
$$;
create trigger group_members_not_moved before update of group_id on group_members
  for each row when (new.group_id <> old.group_id) execute function refuse_moved_membership();
create trigger organization_members_not_moved before update of organization_id on organization_members
  for each row when (new.organization_id <> old.organization_id) execute function refuse_moved_membership();

insert into membership_counts (group_id, members)
select gm.group_id, count(*) from group_members gm group by gm.group_id
union all
select om.organization_id, count(*) from organization_members om group by om.organization_id;
