import { cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import { Toaster } from "../toaster/toaster.tsx";
import { DownloadLink } from "./download-link.tsx";

beforeEach(() => {
  URL.createObjectURL = vi.fn(() => "blob:file");
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const link = (
  <>
    <DownloadLink href="/api/v2/users/export?format=csv" what="users">
      Export
    </DownloadLink>
    <Toaster />
  </>
);

function answer(status: number, body: string, headers: Record<string, string> = {}) {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { status, headers })));
}

test("a refused file is told in words with its request, and the page stays", async () => {
  answer(403, JSON.stringify({ message: "Forbidden." }), { "x-coder-request-id": "7f3c6d0e" });
  const { user } = show(link);

  await user.click(screen.getByRole("link", { name: "Export" }));

  expect(await screen.findByText(/The users were not exported. Forbidden./)).toBeDefined();
  expect(screen.getByText("Request 7f3c6d0e")).toBeDefined();
  expect(URL.createObjectURL).not.toHaveBeenCalled();
});

test("a file is saved under the name that the server gives it", async () => {
  answer(200, "username", { "content-disposition": 'attachment; filename="users.csv"' });
  const saved: string[] = [];
  const press = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    saved.push(this.download);
  });
  const { user } = show(link);

  await user.click(screen.getByRole("link", { name: "Export" }));

  await waitFor(() => expect(saved).toEqual(["users.csv"]));
  press.mockRestore();
});
