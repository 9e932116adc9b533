-- Who is in a group, and what holds for group members whoever writes (spec organizations §2, §7).

-- The members of every group: the explicit ones, and for Everyone, whose id is that of its organization, all
-- members of the organization. One row per group and user with the columns that lists of users search and
-- show, `id` being the user's; deleted users are left out.
create view group_members_expanded as
  select gm.group_id, g.organization_id, u.id, u.email, u.username, u.name, u.created_at, u.updated_at,
    u.last_seen_at, u.status, u.rbac_roles, u.login_type, u.avatar_url, u.is_system,
    u.is_service_account, u.github_com_user_id
  from group_members gm
  join groups g on g.id = gm.group_id
  join users u on u.id = gm.user_id
  where not u.deleted
  union all
  select om.organization_id, om.organization_id, u.id, u.email, u.username, u.name, u.created_at,
    u.updated_at, u.last_seen_at, u.status, u.rbac_roles, u.login_type, u.avatar_url, u.is_system,
    u.is_service_account, u.github_com_user_id
  from organization_members om
  join users u on u.id = om.user_id
  where not u.deleted;

-- Only members of its organization are in a group, except the prebuilds user, and nobody is put into Everyone.
-- The lock orders an insert against a membership that ends at the same moment: whichever comes second sees
-- what the first did. The statements are planned anew each time: a plan kept from the insert of one row would
-- compare the ten thousand of a bulk change with each other.
create function group_members_refuse_strangers() returns trigger language plpgsql as $$
declare
  wrong boolean;
begin
  execute 'select exists (
      select 1 from new_rows n join groups g on g.id = n.group_id and g.id = g.organization_id)'
    into wrong;
  if wrong then
    raise exception 'everybody is in the group Everyone already'
      using errcode = 'check_violation', constraint = 'group_members_not_everyone';
  end if;
  execute 'select 1
    from organization_members om
    join groups g on g.organization_id = om.organization_id
    join new_rows n on n.group_id = g.id and n.user_id = om.user_id
    order by om.user_id, om.organization_id
    for key share of om';
  execute 'select exists (
      select 1 from new_rows n join groups g on g.id = n.group_id
      where n.user_id <> ''c42fdf75-3097-471c-8c33-fb52454d81c0''
        and not exists (select 1 from organization_members om
                        where om.organization_id = g.organization_id and om.user_id = n.user_id))'
    into wrong;
  if wrong then
    raise exception 'only members of the organization can be in its groups'
      using errcode = 'check_violation', constraint = 'group_members_organization_member';
  end if;
  return null;
end
$$;
create trigger group_members_refuse_strangers after insert on group_members
  referencing new table as new_rows
  for each statement execute function group_members_refuse_strangers();

-- A plan that PL/pgSQL keeps from an update of one user compares the thousands of a later one with each other.
create or replace function users_touch_identity() returns trigger language plpgsql as $$
declare
  changed uuid[];
begin
  execute 'select array_agg(n.id) from new_rows n join old_rows o on o.id = n.id
           where n is distinct from o'
    into changed;
  perform touch_identity(changed);
  return null;
end
$$;

-- Begins with the groups of those who left. Otherwise, with statistics that are behind, every one of ten thousand
-- who left would be paired with every group of the organization.
create or replace function organization_members_leave_groups() returns trigger language plpgsql as $$
begin
  execute 'with held as materialized (
             select gm.user_id, gm.group_id, o.organization_id
             from old_rows o join group_members gm on gm.user_id = o.user_id)
           delete from group_members gm using held h, groups g
           where gm.user_id = h.user_id and gm.group_id = h.group_id
             and g.id = h.group_id and g.organization_id = h.organization_id';
  return null;
end
$$;
