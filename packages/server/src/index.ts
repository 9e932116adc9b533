<<<<<<< HEAD
export { type App, type AppOptions, buildApp } from "./app.ts";
export { startServer } from "./cli/server.ts";
export { startEmbedded } from "./db/embedded/index.ts";
export { migrate } from "./db/migrate.ts";
export { openDatabase } from "./db/pool.ts";
export { type Clock, type FrozenClock, frozenClock, systemClock } from "./platform/clock.ts";
export { type Config, loadConfig } from "./platform/config/load.ts";
export { createLog, type Log } from "./platform/log.ts";
=======
export { urlOfDatabase } from "./db/embedded/connection.ts";
export { connectRunning, withEmbedded } from "./db/embedded/running.ts";
export { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from "./db/embedded/start.ts";
export { type MigrateOptions, type MigrateResult, migrate, schemaStatus } from "./db/migrate.ts";
export { createLog } from "./platform/log.ts";
>>>>>>> w/embedded
