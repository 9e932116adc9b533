import pg from "pg";
import { connectionSettings } from "../pool.ts";

/**
 * Runs work on one connection of its own, without the limits that are meant for requests: a backup may take
 * minutes. The connection is closed whatever happens, which also ends an open transaction.
 */
export async function onOneConnection<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "gatehouse backup",
    options: connectionSettings,
  });
  // A connection that breaks rejects the running statement; the event alone must not end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
