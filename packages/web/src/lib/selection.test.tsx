import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { useSelection } from "./selection.ts";

afterEach(cleanup);

const said = () => document.getElementById("announce-polite")?.textContent;

test("a selection survives paging and dies with a filter change, which is told", () => {
  const { result, rerender } = renderHook(
    ({ list, page }) => useSelection(list, page, (name) => name),
    { initialProps: { list: "status:active", page: ["ada", "bo"] } },
  );
  act(() => result.current.selection.onChange(new Set(["bo"])));
  expect(said()).toBe("1 selected");

  rerender({ list: "status:active", page: ["cy"] });
  expect(result.current.rows).toEqual(["bo"]);
  rerender({ list: "status:dormant", page: ["di"] });

  expect(result.current.rows).toEqual([]);
  expect(said()).toBe("Selection cleared");
});
