-- Rules of organizations that must hold whoever writes (spec organizations §2, §3.6, §12).

-- What keeps an organization from being deleted, in the order in which it is told. Features with objects of
-- organizations replace the function with one that counts theirs too.
create function organization_blockers(organization uuid)
  returns table (resource text, blocking bigint) language sql stable as $$
  select 'member', count(*) - 1
  from organization_members m join users u on u.id = m.user_id
  where m.organization_id = organization and not u.deleted
  union all
  select 'group', count(*) - 1 from groups g where g.organization_id = organization
$$;

create function organizations_refuse_delete() returns trigger language plpgsql as $$
begin
  if exists (select 1 from organization_blockers(new.id) b where b.blocking > 0) then
    raise exception 'organization % is in use', new.id
      using errcode = 'check_violation', constraint = 'organizations_not_in_use';
  end if;
  return new;
end
$$;
alter table organizations add constraint organizations_default_not_deleted_check
  check (not (is_default and deleted));
create trigger organizations_refuse_delete before update of deleted on organizations
  for each row when (new.deleted and not old.deleted)
  execute function organizations_refuse_delete();

-- Nothing enters a deleted organization. The share lock orders an insert against a concurrent deletion, whose
-- row lock conflicts with it: whichever comes second sees what the first did.
create function refuse_deleted_organization() returns trigger language plpgsql as $$
declare
  gone uuid;
begin
  perform 1 from organizations o
  where o.id in (select n.organization_id from new_rows n)
  order by o.id for share;
  select o.id into gone from organizations o
  where o.id in (select n.organization_id from new_rows n) and o.deleted limit 1;
  if found then
    raise exception 'organization % is deleted', gone
      using errcode = 'check_violation', constraint = tg_table_name || '_organization_not_deleted';
  end if;
  return null;
end
$$;
create trigger organization_members_organization_not_deleted after insert on organization_members
  referencing new table as new_rows
  for each statement execute function refuse_deleted_organization();
create trigger groups_organization_not_deleted after insert on groups
  referencing new table as new_rows
  for each statement execute function refuse_deleted_organization();
create trigger custom_roles_organization_not_deleted after insert on custom_roles
  referencing new table as new_rows
  for each statement execute function refuse_deleted_organization();

-- A role that is deleted is taken from its holders in the same transaction: a later role of the same name
-- must not find them (spec organizations §12, trap 4).
create function custom_roles_strip() returns trigger language plpgsql as $$
begin
  update organization_members m
  set roles = array(
        select held.name from unnest(m.roles) with ordinality as held(name, place)
        where held.name not in (select o.name from old_rows o where o.organization_id = m.organization_id)
        order by held.place),
      updated_at = now()
  from (select distinct o.organization_id from old_rows o) as touched
  where m.organization_id = touched.organization_id
    and m.roles && array(select o.name from old_rows o where o.organization_id = m.organization_id);
  return null;
end
$$;
create trigger custom_roles_strip after delete on custom_roles
  referencing old table as old_rows
  for each statement execute function custom_roles_strip();

-- Who leaves an organization leaves its groups.
create function organization_members_leave_groups() returns trigger language plpgsql as $$
begin
  delete from group_members gm using groups g, old_rows o
  where gm.user_id = o.user_id and gm.group_id = g.id and g.organization_id = o.organization_id;
  return null;
end
$$;
create trigger organization_members_leave_groups after delete on organization_members
  referencing old table as old_rows
  for each statement execute function organization_members_leave_groups();

-- A list of members leaves deleted and system users out; a count subtracts the few.
create index users_unlisted_idx on users (id) where deleted or is_system;
-- Who holds a role in an organization.
create index organization_members_roles_idx on organization_members using gin (lower_texts(roles))
  where roles <> '{}';
