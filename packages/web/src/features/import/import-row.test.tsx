import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readImport } from "../../testing/import-file.ts";
import { stubMedia } from "../../testing/media.ts";
import { renderPart } from "../../testing/render.tsx";
import { ImportTable } from "./import-table.tsx";

beforeEach(() => stubMedia());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("all that is wrong with a row can be read, however narrow its column", async () => {
  const { entries } = readImport("email,username\nmara,mara\n");
  const faults = ["email: not an address", "username: in use already"];
  await renderPart(
    <ImportTable
      entries={entries}
      results={new Map([[0, { state: "refused", faults }]])}
      onEdit={undefined}
    />,
  );

  await userEvent.click(screen.getByRole("button", { name: /^Why row 2 is refused/ }));

  const panel = within(await screen.findByRole("dialog", { name: "Why row 2 is refused" }));
  expect(panel.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual(faults);
});
