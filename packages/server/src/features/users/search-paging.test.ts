import {
  createOwner,
  createUser,
  startTestApp,
  type TestApp,
  type TestUser,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

// A selective search is answered by another form of the statement than a whole list.
let app: TestApp;
let owner: TestUser;
const all = ["zeta-1", "zeta-2", "zeta-3", "zeta-4", "zeta-5"];
beforeAll(async () => {
  app = await startTestApp();
  owner = await createOwner(app);
  for (const username of all) await createUser(app, owner, { username, roles: ["auditor"] });
  await createUser(app, owner, { username: "other" });
});
afterAll(() => app.stop());

async function list(query: string) {
  const answer = await owner.client.get(`/users?${query}`);
  const users: { id: string; username: string }[] = answer.json.users;
  return {
    names: users.map((user) => user.username),
    count: answer.json.count,
    last: users.at(-1)?.id,
  };
}

const searches = ["zeta", "role:auditor", "zeta role:auditor status:active"].map((q) => [q]);

test.each(searches)("a page of the search %s counts all matches", async (q) => {
  const page = await list(`q=${encodeURIComponent(q)}&limit=2&offset=1`);

  expect(page).toMatchObject({ names: ["zeta-2", "zeta-3"], count: 5 });
});

test.each(searches)("walking the search %s by after_id meets every match once", async (q) => {
  const met: string[] = [];
  let page = await list(`q=${encodeURIComponent(q)}&limit=2`);
  while (page.last !== undefined) {
    met.push(...page.names);
    page = await list(`q=${encodeURIComponent(q)}&limit=2&after_id=${page.last}`);
  }

  expect(met).toEqual(all);
});

test("a search turns around with its sort, and after_id follows it", async () => {
  const first = await list("q=zeta&sort=-username&limit=2");
  const second = await list(`q=zeta&sort=-username&limit=2&after_id=${first.last}`);

  expect(first.names).toEqual(["zeta-5", "zeta-4"]);
  expect(second).toMatchObject({ names: ["zeta-3", "zeta-2"], count: 3 });
});

test("a page behind the last match is empty and counts nothing", async () => {
  expect(await list("q=zeta&limit=2&offset=5")).toMatchObject({ names: [], count: 0 });
});

test.each(["username", "created_at", "last_seen_at"])(
  "walking a search sorted by %s meets every match once, up and down, as everybody and as oneself",
  async (column) => {
    const self = await createUser(app, owner, { username: `zeta-self-${column.slice(0, 4)}` });
    const expected = (await list("q=zeta")).names;
    for (const sort of [column, `-${column}`]) {
      const met: string[] = [];
      let page = await list(`q=zeta&sort=${sort}&limit=2`);
      while (page.last !== undefined) {
        met.push(...page.names);
        page = await list(`q=zeta&sort=${sort}&limit=2&after_id=${page.last}`);
      }
      const own = await self.client.get(`/users?q=zeta&sort=${sort}&limit=2`);

      expect(met.toSorted()).toEqual(expected);
      expect(own.json).toMatchObject({ users: [{ id: self.id }], count: 1 });
    }
    await owner.client.delete(`/users/${self.id}`);
  },
);
