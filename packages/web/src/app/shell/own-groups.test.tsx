import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { closeConsole, design, openConsole, type SeenRequest } from "../../testing/console.tsx";

afterEach(closeConsole);

/** Opens the appearance settings as somebody who may nothing, and is in groups. */
function openAsMember(...groups: readonly string[]) {
  return openConsole("/settings/appearance", {
    "POST /authcheck": ({ body }: SeenRequest) => {
      const { checks } = body as { readonly checks: object };
      return Object.fromEntries(Object.keys(checks).map((name) => [name, false]));
    },
    "GET /groups": groups.map((id) => ({ id, name: id })),
  });
}

const places = async () => within(await screen.findByRole("navigation", { name: "Main" }));

test("who may not read groups but is in one finds it in the navigation", async () => {
  const { seen } = openAsMember(design.id, "g-1");

  const link = await (await places()).findByRole("link", { name: "Groups" });

  expect(link.getAttribute("href")).toBe("/organizations/design/groups");
  const asked = seen.find(({ path }) => path === "/groups");
  expect(Object.fromEntries(asked?.query ?? [])).toMatchObject({
    organization: design.id,
    has_member: "me",
  });
});

test("who is in no group but Everyone is not led to groups", async () => {
  const { seen } = openAsMember(design.id);
  await places();
  await waitFor(() => expect(seen.some(({ path }) => path === "/groups")).toBe(true));

  expect((await places()).queryByRole("link", { name: "Groups" })).toBeNull();
});

test("who may read groups is not asked about their own", async () => {
  const { seen } = openConsole("/settings/appearance", {});

  await (await places()).findByRole("link", { name: "Groups" });

  expect(seen.some(({ path }) => path === "/groups")).toBe(false);
});
