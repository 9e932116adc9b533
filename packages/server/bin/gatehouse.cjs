#!/usr/bin/env node
// Password hashing runs on libuv's thread pool, which DNS and file reads share and which is sized once, at its first
// use. A static import would be too late, so this launcher sets the size and only then loads the program.
// Same slots as the default of src/platform/password-hash.ts, plus four threads that hashing never takes.
const { availableParallelism } = require("node:os");

const hashingSlots = Math.max(1, availableParallelism() - 1);
process.env.UV_THREADPOOL_SIZE ||= String(hashingSlots + 4);

import("../dist/main.js").catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
