export { startTestApp, type TestApp, type TestAppOptions } from "./app.ts";
export { type Answer, Client, type SendOptions } from "./client.ts";
export {
  createMember,
  createOrganization,
  createOwner,
  createUser,
  goodPassword,
  signIn,
  type TestOrganization,
  type TestUser,
  type UserWishes,
  uniqueName,
} from "./factories.ts";
export { eventually } from "./poll.ts";
export {
  createEmptyDatabase,
  createTestDatabase,
  type TestDatabase,
  type TestPostgres,
} from "./postgres.ts";
export {
  openSocket,
  parseRawAnswer,
  type RawAnswer,
  readToEnd,
  sendRaw,
} from "./raw-http.ts";
export { type SmtpSink, startSmtpSink } from "./smtp-sink.ts";
export { startWitness, type Witness } from "./witness.ts";
