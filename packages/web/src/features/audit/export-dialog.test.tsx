import { cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import { ExportDialog } from "./export-dialog.tsx";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("the dialog stays with the bytes that arrived until the file is saved, and Stop keeps it", async () => {
  URL.createObjectURL = vi.fn(() => "blob:file");
  let end: (() => void) | undefined;
  vi.stubGlobal("fetch", (_address: string, { signal }: { signal: AbortSignal }) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(640_000));
        end = () => controller.close();
        signal.addEventListener("abort", () => controller.error(signal.reason));
      },
    });
    return Promise.resolve(new Response(body));
  });
  const onClose = vi.fn();
  const { user } = show(<ExportDialog q="" onClose={onClose} />);
  const dialog = () => screen.getByRole("dialog", { name: "Export the audit log" });

  await user.click(screen.getByRole("link", { name: "Export entries" }));
  await waitFor(() => expect(dialog().textContent).toContain("640 KB so far"));
  await user.click(screen.getByRole("button", { name: "Stop" }));
  expect(await screen.findByRole("radio", { name: /CSV/ })).toBeDefined();
  expect(onClose).not.toHaveBeenCalled();

  await user.click(screen.getByRole("link", { name: "Export entries" }));
  await waitFor(() => expect(dialog().textContent).toContain("640 KB so far"));
  end?.();
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(URL.createObjectURL).toHaveBeenCalledOnce();
});
