import { cleanup, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import { FilterInput } from "./filter-input.tsx";

afterEach(cleanup);

const box = () => screen.getByRole<HTMLInputElement>("searchbox", { name: "Search groups" });

/** An address that follows when it is let. */
function Slow({ told }: { readonly told: (text: string) => void }) {
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  const [value, setValue] = useState("");
  const tell = (text: string) => {
    told(text);
    setWaiting((before) => [...before, text]);
  };
  const follow = () => {
    setValue(waiting[0] ?? value);
    setWaiting(waiting.slice(1));
  };
  return (
    <>
      <FilterInput label="Search groups" value={value} onChange={tell} />
      <button type="button" onClick={follow}>
        Follow
      </button>
      <button type="button" onClick={() => setValue("")}>
        Leave
      </button>
    </>
  );
}

test("what is typed while the address follows stays, and is told in turn", async () => {
  const told = vi.fn();
  const { user } = show(<Slow told={told} />);
  await user.type(box(), "ab{Enter}c{Enter}d");

  await user.click(screen.getByRole("button", { name: "Follow" }));
  expect(box().value).toBe("abcd");
  await waitFor(() => expect(told.mock.calls).toEqual([["ab"], ["abc"], ["abcd"]]));
  await user.click(screen.getByRole("button", { name: "Follow" }));
  await user.click(screen.getByRole("button", { name: "Follow" }));

  expect(box().value).toBe("abcd");
  expect(told).toHaveBeenCalledTimes(3);
});

test("what the address says on its own is taken over, also what was told before", async () => {
  const told = vi.fn();
  const { user } = show(<Slow told={told} />);
  await user.type(box(), "ab{Enter}");
  await user.click(screen.getByRole("button", { name: "Follow" }));

  await user.click(screen.getByRole("button", { name: "Leave" }));

  expect(box().value).toBe("");
  await user.type(box(), "ab{Enter}");
  expect(told.mock.calls).toEqual([["ab"], ["ab"]]);
});

test("a pause tells what was typed once, Enter and Escape at once", async () => {
  const told = vi.fn();
  const { user } = show(<Slow told={told} />);
  await user.type(box(), "abc");
  await waitFor(() => expect(told.mock.calls).toEqual([["abc"]]));

  await user.keyboard("{Enter}");
  expect(told).toHaveBeenCalledTimes(1);
  await user.keyboard("{Escape}");

  expect(told.mock.calls).toEqual([["abc"], [""]]);
});
