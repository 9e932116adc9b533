import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { BatchRun } from "./batch-run.tsx";
import type { EntryResult } from "./result-list.tsx";

afterEach(cleanup);

test("a change that was sent stays in sight until its result is here", async () => {
  let answer: (results: readonly EntryResult[]) => void = () => undefined;
  const results = new Promise<readonly EntryResult[]>((resolve) => {
    answer = resolve;
  });
  const onClose = vi.fn();
  await renderPart(
    <BatchRun
      verb="Remove"
      done="removed"
      what="members"
      items={[{ key: "u-2", name: "mara" }]}
      consequences={[]}
      run={() => results}
      messageOf={() => "It did not work."}
      onClose={onClose}
    />,
  );
  await userEvent.click(screen.getByRole("button", { name: "Remove 1 members" }));

  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await userEvent.keyboard("{Escape}");
  expect(onClose).not.toHaveBeenCalled();
  answer([{ key: "u-2", name: "mara", state: "failed", message: "The last owner." }]);

  await screen.findByText("The last owner.");
});
