export { urlOfDatabase } from "./db/embedded/connection.ts";
export { connectRunning, withEmbedded } from "./db/embedded/running.ts";
export { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "./db/embedded/start.ts";
export { type MigrateOptions, type MigrateResult, migrate, schemaStatus } from "./db/migrate.ts";
export { createLog } from "./platform/log.ts";
