import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { frozenClock } from "../../platform/clock.ts";
import { maxFailuresPerWindow } from "./attempts.ts";

const minuteMs = 60_000;
const clock = frozenClock(new Date("2026-03-01T12:00:00.000Z"));
const settings = {
  DANGEROUS_DISABLE_RATE_LIMITS: "false",
  PROXY_TRUSTED_HEADERS: "X-Forwarded-For",
  PROXY_TRUSTED_ORIGINS: "127.0.0.1/32",
};

let here: TestApp;
let there: TestApp;
let owner: TestUser;
let user: TestUser;
beforeAll(async () => {
  here = await startTestApp({ clock, settings });
  there = await startTestApp({ clock, settings, databaseUrl: here.databaseUrl });
  owner = await createOwner(here);
});
afterAll(async () => {
  await there.stop();
  await here.stop();
});
beforeEach(async () => {
  const next = Math.ceil(clock.now().getTime() / minuteMs) * minuteMs + 3 * minuteMs;
  clock.set(new Date(next));
  user = await createUser(here, owner);
});

let guesses = 0;
/** One attempt from an address that nobody used before, so that only the account is counted. */
async function attempt(app: TestApp, email: string, password: string): Promise<number> {
  guesses += 1;
  const address = `10.${(guesses >> 16) & 255}.${(guesses >> 8) & 255}.${guesses & 255}`;
  const headers = { "x-forwarded-for": address };
  return (await app.anonymous.post("/users/login", { email, password }, { headers })).status;
}

async function guess(count: number, email = user.email, apps = [here]): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const app = apps[index % apps.length] ?? here;
    statuses.push(await attempt(app, email, `wrong ${index}`));
  }
  return statuses;
}

test("guessing at one account from many addresses and on all replicas is stopped", async () => {
  const statuses = await guess(maxFailuresPerWindow + 4, user.email, [here, there]);

  expect(statuses.slice(0, maxFailuresPerWindow)).toEqual(Array(maxFailuresPerWindow).fill(401));
  expect(statuses.slice(maxFailuresPerWindow)).toEqual([429, 429, 429, 429]);
});

test("while it lasts the right password does not help, on any replica", async () => {
  await guess(maxFailuresPerWindow);

  expect(await attempt(here, user.email, user.password)).toBe(429);
  expect(await attempt(there, user.email, user.password)).toBe(429);
});

test("other accounts are not touched", async () => {
  const other = await createUser(here, owner);
  await guess(maxFailuresPerWindow + 1);

  expect(await attempt(here, other.email, other.password)).toBe(201);
});

test("a session that exists goes on while its account is guessed at", async () => {
  await guess(maxFailuresPerWindow + 1);

  expect((await user.client.get("/users/me")).status).toBe(200);
});

test("two minutes after the guessing has stopped the right password works again", async () => {
  await guess(maxFailuresPerWindow);

  clock.advance(2 * minuteMs);

  expect(await attempt(here, user.email, user.password)).toBe(201);
});

test("refused attempts do not prolong the refusal", async () => {
  await guess(maxFailuresPerWindow + 30);

  clock.advance(2 * minuteMs);

  expect(await attempt(here, user.email, user.password)).toBe(201);
});

test("the spelling of the address does not make another account", async () => {
  await guess(maxFailuresPerWindow / 2, user.email.toUpperCase());
  await guess(maxFailuresPerWindow / 2, user.email);

  expect(await attempt(here, user.email, user.password)).toBe(429);
});

test("an account that does not exist is refused after as many attempts as one that does", async () => {
  const statuses = await guess(maxFailuresPerWindow + 1, "nobody@example.com");

  expect(statuses).toEqual([...Array(maxFailuresPerWindow).fill(401), 429]);
});

test("attempts at the same time are all counted", async () => {
  const attempts = Array.from({ length: 40 }, (_, index) =>
    attempt(index % 2 === 0 ? here : there, user.email, `wrong ${index}`),
  );
  const statuses = await Promise.all(attempts);

  const failed = statuses.filter((status) => status === 401).length;
  const rest = await guess(maxFailuresPerWindow - failed + 1);
  expect(rest.at(-1)).toBe(429);
  expect(rest.filter((status) => status === 401)).toHaveLength(maxFailuresPerWindow - failed);
});

test("right passwords are not counted", async () => {
  for (let index = 0; index < 5; index += 1) await attempt(here, user.email, user.password);

  const statuses = await guess(maxFailuresPerWindow);

  expect(statuses).toEqual(Array(maxFailuresPerWindow).fill(401));
});
