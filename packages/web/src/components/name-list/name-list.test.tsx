import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { show } from "../../testing/render.tsx";
import { NameList } from "./name-list.tsx";

afterEach(cleanup);

it("two names are written out", () => {
  show(<NameList names={["Backend", "Research"]} label="Groups of mara" />);
  expect(screen.getByText("Backend, Research")).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

it("further names stand behind a button that says whose they are", async () => {
  const { user } = show(
    <NameList names={["Backend", "Research", "Ops", "Sales"]} label="Groups of mara" />,
  );
  await user.click(screen.getByRole("button", { name: "+2 more: Groups of mara" }));
  const items = await screen.findAllByRole("listitem");
  expect(items.map(({ textContent }) => textContent)).toEqual([
    "Backend",
    "Research",
    "Ops",
    "Sales",
  ]);
});

it("no name at all is said", () => {
  show(<NameList names={[]} label="Groups of mara" />);
  expect(screen.getByRole("img", { name: "none" })).toBeTruthy();
});
