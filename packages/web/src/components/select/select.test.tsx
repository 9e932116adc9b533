import { cleanup, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import { Field } from "../field/field.tsx";
import { Select } from "./select.tsx";

afterEach(cleanup);

const organizations = (count: number) =>
  Array.from({ length: count }, (_each, at) => ({
    value: `org-${at + 1}`,
    label: `Organization ${at + 1}`,
  }));

function Choice({
  count,
  told = vi.fn(),
  initial = "org-1",
}: {
  readonly count: number;
  readonly told?: (value: string) => void;
  readonly initial?: string;
}) {
  const [value, setValue] = useState(initial);
  return (
    <Field label="Organization">
      <Select
        options={organizations(count)}
        value={value}
        onChange={(next) => {
          told(next);
          setValue(next);
        }}
      />
    </Field>
  );
}

const control = () => screen.getByRole("combobox", { name: "Organization" });
const input = () => control() as HTMLInputElement;

test("twelve options are a list, thirteen are found by typing", () => {
  show(<Choice count={12} />);
  expect(control().tagName).toBe("BUTTON");
  cleanup();

  show(<Choice count={13} />);
  expect(control().tagName).toBe("INPUT");
});

describe("one of thirty", () => {
  test("is found by a part of its name and told once", async () => {
    const told = vi.fn();
    const { user } = show(<Choice count={30} told={told} />);
    expect(input().value).toBe("Organization 1");

    await user.click(input());
    expect(screen.getAllByRole("option")).toHaveLength(30);
    await user.keyboard("tion 27{Enter}");

    expect(told).toHaveBeenCalledExactlyOnceWith("org-27");
    expect(input().value).toBe("Organization 27");
  });

  test("stays chosen when the list is opened and Enter pressed, and the arrows go on from it", async () => {
    const told = vi.fn();
    const { user } = show(<Choice count={30} told={told} initial="org-20" />);
    await user.tab();

    await user.keyboard("{ArrowDown}{Enter}");
    expect(input().value).toBe("Organization 20");
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");

    expect(told).toHaveBeenLastCalledWith("org-21");
  });

  test("cannot be emptied", async () => {
    const told = vi.fn();
    const { user } = show(<Choice count={30} told={told} />);
    await user.clear(input());
    await user.tab();

    expect(input().value).toBe("Organization 1");
    expect(told).not.toHaveBeenCalled();
  });
});

test("of many only a hundred are drawn, and the list says how many there are", async () => {
  const { user } = show(<Choice count={340} />);
  await user.click(input());
  expect(screen.getAllByRole("option")).toHaveLength(100);
  screen.getByText("The first 100 of 340. Type to narrow them.");

  await user.keyboard("tion 33");

  expect(screen.getAllByRole("option").map(({ textContent }) => textContent)).toContain(
    "Organization 339",
  );
  expect(screen.queryByText(/^The first/)).toBeNull();
});
