export {
  administer,
  createEmptyDatabase,
  createTestDatabase,
  type TestDatabase,
  type TestPostgres,
} from "./postgres.ts";
