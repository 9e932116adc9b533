-- Roles that every member of an organization has without holding them himself (spec organizations §6.3).
alter table organizations add column default_org_member_roles text[] not null default '{}';

drop trigger organizations_touch_identity on organizations;
create trigger organizations_touch_identity
  after update of deleted, shareable_workspace_owners, default_org_member_roles or delete on organizations
  for each statement execute function everybody_touch_identity();

-- A role that is deleted is taken from its holders, and from what every member has, in the same transaction.
create or replace function custom_roles_strip() returns trigger language plpgsql as $$
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
  update organizations g
  set default_org_member_roles = array(
        select held.name from unnest(g.default_org_member_roles) with ordinality as held(name, place)
        where held.name not in (select o.name from old_rows o where o.organization_id = g.id)
        order by held.place),
      updated_at = now()
  from (select distinct o.organization_id from old_rows o) as touched
  where g.id = touched.organization_id
    and g.default_org_member_roles && array(select o.name from old_rows o where o.organization_id = g.id);
  return null;
end
$$;
