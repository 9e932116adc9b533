export {
  createEmptyDatabase,
  createTestDatabase,
  type TestDatabase,
  type TestPostgres,
} from "./postgres.ts";
