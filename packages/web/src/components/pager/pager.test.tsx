import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import { Pager, pageCount, rangeText } from "./pager.tsx";

afterEach(cleanup);

function shown(page: number, total = 1_284) {
  const onPage = vi.fn();
  const { user } = show(
    <Pager total={total} page={page} size={50} onPage={onPage} onSize={vi.fn()} />,
  );
  return { onPage, user };
}

test.each([
  [1_284, 1, "1–50 of 1,284"],
  [1_284, 26, "1,251–1,284 of 1,284"],
  [1_284, 40, "0 of 1,284"],
  [0, 1, "0 of 0"],
])("of %d rows page %d shows %s", (total, page, text) => {
  expect(rangeText(total, page, 50)).toBe(text);
});

test("an empty list has one page", () => {
  expect(pageCount(0, 50)).toBe(1);
  expect(pageCount(51, 50)).toBe(2);
});

test("there is nothing before the first page and nothing behind the last", async () => {
  const { onPage, user } = shown(1);

  await user.click(screen.getByRole("button", { name: "Previous page" }));
  expect(onPage).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Last page" }));
  expect(onPage).toHaveBeenCalledWith(26);
});

test("a typed page is gone to on Enter and never beyond the last", async () => {
  const { onPage, user } = shown(3);
  const field = screen.getByRole("textbox", { name: "Page, of 26" });

  await user.clear(field);
  await user.type(field, "99{Enter}");

  expect(onPage).toHaveBeenCalledWith(26);
});

test("what is no page number is taken back", async () => {
  const { onPage, user } = shown(3);
  const field = screen.getByRole("textbox");

  await user.clear(field);
  await user.type(field, "x0{Enter}");

  expect(onPage).not.toHaveBeenCalled();
  expect(field).toHaveProperty("value", "3");
});

test("one page needs no buttons", () => {
  shown(1, 12);

  expect(screen.queryByRole("button", { name: "Next page" })).toBeNull();
});
