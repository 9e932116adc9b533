import { sql } from "kysely";
import type { Handle, Tx } from "../../db/types.ts";

/** One message to enqueue: its payload is JSON text without the recipient's own fields. */
export interface QueuedMessage {
  templateId: string;
  recipientIds: readonly string[];
  methods: readonly string[];
  labels: Readonly<Record<string, string>>;
  data: unknown;
  targets: readonly string[];
  createdBy: string;
  now: Date;
}

/** Active users who hold one of these site roles, without `exceptId` (spec users §11). */
export async function listActiveHolders(
  handle: Handle,
  roles: readonly string[],
  exceptId: string | null,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select u.id from users u
    where u.rbac_roles && ${[...roles]}::text[] and u.status = 'active'
      and not u.deleted and not u.is_system and u.id is distinct from ${exceptId}::uuid
    order by u.id`.execute(handle);
  return rows.map((row) => row.id);
}

/** Whether a user exists and is active; others receive nothing. */
export async function isActiveUser(handle: Handle, userId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from users u
    where u.id = ${userId}::uuid and u.status = 'active' and not u.deleted`.execute(handle);
  return rows.length > 0;
}

/**
 * Inserts one row for each recipient and method in one statement, except where the recipient switched
 * the template off, or has not switched on one that is off by default, or the same message exists
 * already today, and except mail to who has no address (spec deployment §7.1). Returns the ids of the inserted rows.
 */
export async function enqueueMessages(tx: Tx, message: QueuedMessage): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into notification_messages
      (id, notification_template_id, user_id, method, created_by, payload, targets, created_at,
       dedupe_hash)
    select gen_random_uuid(), t.id, u.id, m.method, ${message.createdBy}, p.payload,
           ${[...message.targets]}::uuid[], ${message.now.toISOString()}::timestamptz,
           md5(concat_ws('|', t.id, u.id, m.method, p.payload, ${message.targets.join(",")}::text,
                         (${message.now.toISOString()}::timestamptz at time zone 'UTC')::date))
    from notification_templates t
    join users u on u.id = any(${[...message.recipientIds]}::uuid[]) and not u.deleted
    cross join unnest(${[...message.methods]}::text[]) as m(method)
    left join notification_preferences np
      on np.user_id = u.id and np.notification_template_id = t.id
    cross join lateral (select jsonb_build_object(
      '_version', '1.2', 'notification_name', t.name, 'notification_template_id', t.id,
      'user_id', u.id, 'user_email', u.email, 'user_username', u.username,
      'user_name', coalesce(nullif(u.name, ''), u.username), 'actions', t.actions,
      'labels', ${JSON.stringify(message.labels)}::jsonb, 'data', ${JSON.stringify(message.data)}::jsonb,
      'targets', to_jsonb(${[...message.targets]}::uuid[])) as payload) p
    where t.id = ${message.templateId}::uuid
      and (m.method <> 'smtp' or u.email <> '')
      and (np.disabled is false or (np.disabled is null and t.enabled_by_default))
    on conflict (dedupe_hash) do nothing
    returning notification_messages.id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Deletes messages that nothing happened to for `days` days. */
export async function deleteIdleMessages(handle: Handle, days: number): Promise<void> {
  await sql`
    delete from notification_messages n
    where coalesce(n.updated_at, n.created_at) < now() - make_interval(days => ${days})`.execute(
    handle,
  );
}
