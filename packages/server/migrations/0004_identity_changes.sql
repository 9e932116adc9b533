-- Every change that a cached identity depends on is announced by the transaction that makes it
-- (spec users §2.3, product §3.1). The trigger does two things: it notifies all replicas when the
-- transaction commits, and it leaves the ids in a transaction-local setting, which the writing
-- replica reads with its COMMIT to drop its own entries before it answers.
-- More than 150 users in one statement become '*': everybody.

create function touch_identity(user_ids uuid[]) returns void language plpgsql as $$
declare
  payload text;
  touched text;
begin
  if user_ids is null or cardinality(user_ids) = 0 then
    return;
  end if;
  payload := case when cardinality(user_ids) > 150 then '*' else array_to_string(user_ids, ',') end;
  perform pg_notify('gatehouse_identity', payload);
  touched := coalesce(current_setting('gatehouse.touched', true), '');
  if length(touched) > 4000 then
    touched := '*';
  else
    touched := touched || case when touched = '' then '' else ',' end || payload;
  end if;
  perform set_config('gatehouse.touched', touched, true);
end
$$;

create function users_touch_identity() returns trigger language plpgsql as $$
begin
  perform touch_identity((select array_agg(n.id) from new_rows n join old_rows o on o.id = n.id
                          where n is distinct from o));
  return null;
end
$$;
create trigger users_touch_identity after update on users
  referencing old table as old_rows new table as new_rows
  for each statement execute function users_touch_identity();

create function api_keys_touch_identity() returns trigger language plpgsql as $$
begin
  perform touch_identity((select array_agg(distinct o.user_id) from old_rows o));
  return null;
end
$$;
create trigger api_keys_update_touch_identity after update on api_keys
  referencing old table as old_rows
  for each statement execute function api_keys_touch_identity();
create trigger api_keys_delete_touch_identity after delete on api_keys
  referencing old table as old_rows
  for each statement execute function api_keys_touch_identity();

create function old_user_id_touch_identity() returns trigger language plpgsql as $$
begin
  perform touch_identity((select array_agg(distinct o.user_id) from old_rows o));
  return null;
end
$$;
create function new_user_id_touch_identity() returns trigger language plpgsql as $$
begin
  perform touch_identity((select array_agg(distinct n.user_id) from new_rows n));
  return null;
end
$$;
create trigger organization_members_insert_touch_identity after insert on organization_members
  referencing new table as new_rows
  for each statement execute function new_user_id_touch_identity();
create trigger organization_members_update_touch_identity after update on organization_members
  referencing new table as new_rows
  for each statement execute function new_user_id_touch_identity();
create trigger organization_members_delete_touch_identity after delete on organization_members
  referencing old table as old_rows
  for each statement execute function old_user_id_touch_identity();
create trigger group_members_insert_touch_identity after insert on group_members
  referencing new table as new_rows
  for each statement execute function new_user_id_touch_identity();
create trigger group_members_delete_touch_identity after delete on group_members
  referencing old table as old_rows
  for each statement execute function old_user_id_touch_identity();
create trigger user_links_insert_touch_identity after insert on user_links
  referencing new table as new_rows
  for each statement execute function new_user_id_touch_identity();
create trigger user_links_update_touch_identity after update on user_links
  referencing new table as new_rows
  for each statement execute function new_user_id_touch_identity();
create trigger user_links_delete_touch_identity after delete on user_links
  referencing old table as old_rows
  for each statement execute function old_user_id_touch_identity();
create trigger ai_seat_state_insert_touch_identity after insert on ai_seat_state
  referencing new table as new_rows
  for each statement execute function new_user_id_touch_identity();
create trigger ai_seat_state_delete_touch_identity after delete on ai_seat_state
  referencing old table as old_rows
  for each statement execute function old_user_id_touch_identity();

create function everybody_touch_identity() returns trigger language plpgsql as $$
begin
  perform pg_notify('gatehouse_identity', '*');
  perform set_config('gatehouse.touched', '*', true);
  return null;
end
$$;
create trigger custom_roles_touch_identity after insert or update or delete on custom_roles
  for each statement execute function everybody_touch_identity();
create trigger organizations_touch_identity
  after update of deleted, shareable_workspace_owners or delete on organizations
  for each statement execute function everybody_touch_identity();
