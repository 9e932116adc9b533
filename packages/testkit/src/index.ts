export { startTestApp, type TestApp, type TestAppOptions } from "./app.ts";
export { type BrowserJar, browserJar } from "./browser-jar.ts";
export { createdTables, hazardsOf } from "./checks/migration-hazards.ts";
export { type Answer, Client, type SendOptions } from "./client.ts";
export { type ConsolePage, consolePages, endpointOf } from "./console-pages.ts";
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
export {
  type GithubAccount,
  type GithubDouble,
  githubAccount,
  startGithubDouble,
} from "./github-double.ts";
export { type HostileBehaviour, type HostileIdp, honest, startHostileIdp } from "./hostile-idp.ts";
export { addManyUsers } from "./many-users.ts";
export { startOidcProvider, type TestOidcProvider, testCallback } from "./oidc-provider.ts";
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
export {
  examplePrice,
  ofId,
  type RequestTarget,
  requestBodies,
  requestQueries,
} from "./requests.ts";
export {
  callbacks,
  githubSettings,
  introduce,
  newClaims,
  oidcSettings,
  signInWith,
  type TestSignIn,
} from "./sign-in.ts";
export { meOf, type SignInStage, startSignInStage } from "./sign-in-stage.ts";
export { type SmtpSink, startSmtpSink } from "./smtp-sink.ts";
export { makeTestCertificate } from "./smtp-sink-certificate.ts";
export {
  columnsByTable,
  copyMigrations,
  demandedColumns,
  fillRelease,
  releasedMigrations,
  upgradeUnderLoad,
} from "./upgrade.ts";
export { startWitness, type Witness } from "./witness.ts";
