import pg from "pg";
import { type Stage, withKey } from "./stage.ts";

/** Gives Everyone of the default organization the greatest limit; the id of a user in it. */
export async function limitEveryone(stage: Stage): Promise<string> {
  const client = new pg.Client({ connectionString: stage.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ user_id: string; group_id: string }>(
      `select m.user_id, m.organization_id as group_id from organization_members m
       join organizations o on o.id = m.organization_id and o.is_default
       order by m.user_id limit 1`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error("the default organization has no members");
    const answer = await fetch(`${stage.server.address}/api/v2/groups/${row.group_id}/ai/budget`, {
      ...{ method: "PUT", headers: withKey(stage) },
      body: JSON.stringify({ spend_limit_micros: 1_000_000_000_000 }),
    });
    if (!answer.ok) throw new Error(`the budget answered ${answer.status}`);
    return row.user_id;
  } finally {
    await client.end();
  }
}
