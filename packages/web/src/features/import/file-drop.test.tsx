import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import { FileDrop } from "./file-drop.tsx";

afterEach(cleanup);

test("a file of the same name can be chosen again once it is mended", async () => {
  const onSource = vi.fn();
  await renderPart(<FileDrop onSource={onSource} />);
  const input = screen.getByLabelText<HTMLInputElement>("CSV file");
  const file = new File(["email"], "users.csv", { type: "text/csv" });

  await userEvent.upload(input, file);

  expect(onSource).toHaveBeenCalledWith(file);
  // A browser tells of a choice only where it differs from what the field holds.
  expect(input.files).toHaveLength(0);
});
