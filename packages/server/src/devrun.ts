import { buildApp } from "./app.ts";
import { stub } from "./platform/config/load.ts";
import { createLog } from "./platform/log.ts";

const log = createLog({ level: "debug" });
const app = await buildApp({
  config: stub,
  log,
  databaseUrl: "postgres://postgres@127.0.0.1:54329/dev",
  accessUrl: "http://127.0.0.1:3999",
});
await app.http.listen({ host: "127.0.0.1", port: 3999 });
app.startJobs();
process.on("SIGTERM", () => void app.close().then(() => process.exit(0)));
