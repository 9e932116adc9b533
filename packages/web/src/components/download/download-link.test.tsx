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

test("a long export shows how much arrived, and stops when it is told to", async () => {
  let stopped = false;
  vi.stubGlobal("fetch", (_address: string, { signal }: { signal: AbortSignal }) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(1_200_000));
        signal.addEventListener("abort", () => {
          stopped = true;
          controller.error(signal.reason);
        });
      },
    });
    return Promise.resolve(new Response(body));
  });
  const { user } = show(
    <DownloadLink href="/api/v2/audit/export" what="entries">
      Export
    </DownloadLink>,
  );
  await user.click(screen.getByRole("link", { name: "Export" }));

  const dialog = await screen.findByRole("dialog", { name: "Exporting entries" });
  await waitFor(() => expect(dialog.textContent).toContain("1.2 MB so far"));
  await user.click(screen.getByRole("button", { name: "Stop" }));

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(stopped).toBe(true);
  expect(screen.queryByText(/The entries were not exported/)).toBeNull();
  expect(URL.createObjectURL).not.toHaveBeenCalled();
});
