import { cleanup, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import { Combobox } from "./combobox.tsx";
import { MultiCombobox } from "./multi-combobox.tsx";
import type { OptionSource, PickOption } from "./use-options.ts";

afterEach(cleanup);

const apple: PickOption = { key: "a", label: "Apple" };
const fruit: readonly PickOption[] = [
  apple,
  { key: "b", label: "Banana", reason: "Sold out." },
  { key: "c", label: "Cherry" },
];

function One({
  source = fruit,
  told,
  initial = null,
  required = false,
}: {
  readonly source?: OptionSource<PickOption>;
  readonly told: (value: PickOption | null) => void;
  readonly initial?: PickOption | null;
  readonly required?: boolean;
}) {
  const [value, setValue] = useState<PickOption | null>(initial);
  return (
    <Combobox
      label="Fruit"
      source={source}
      required={required}
      value={value}
      onChange={(next) => {
        told(next);
        setValue(next);
      }}
    />
  );
}

function Many({ told, max }: { readonly told: (keys: string) => void; readonly max?: number }) {
  const [values, setValues] = useState<readonly PickOption[]>([]);
  return (
    <MultiCombobox
      label="Fruit"
      source={fruit}
      values={values}
      {...(max === undefined ? {} : { max })}
      onChange={(next) => {
        told(next.map((each) => each.key).join(""));
        setValues(next);
      }}
    />
  );
}

const box = (): HTMLInputElement => screen.getByRole("combobox") as HTMLInputElement;

describe("the contract of a list box", () => {
  test("the input keeps the focus while arrows move the highlight, round both ends", async () => {
    const { user } = show(<One told={vi.fn()} />);
    await user.click(box());
    const [first, , last] = await screen.findAllByRole("option");
    expect(box().getAttribute("aria-controls")).toBe(screen.getByRole("listbox").id);
    expect(box().getAttribute("aria-activedescendant")).toBe(first?.id);

    await user.keyboard("{ArrowUp}");
    expect(box().getAttribute("aria-activedescendant")).toBe(last?.id);
    await user.keyboard("{ArrowDown}");
    expect(box().getAttribute("aria-activedescendant")).toBe(first?.id);
    expect(document.activeElement).toBe(box());
  });

  test("selected is what was picked; the highlight is not", async () => {
    const { user } = show(<One told={vi.fn()} />);
    await user.click(box());
    await user.keyboard("{Enter}");
    await user.click(box());
    await user.keyboard("{ArrowDown}{ArrowDown}");

    const selected = screen.getAllByRole("option", { selected: true });
    expect(selected.map((option) => option.textContent)).toEqual(["Apple"]);
  });

  test("a refused option can be reached and says why, but is not picked", async () => {
    const told = vi.fn();
    const { user } = show(<One told={told} />);
    await user.click(box());

    await user.keyboard("{ArrowDown}{Enter}");

    const refused = screen.getByRole("option", { name: /Banana/ });
    expect(refused.getAttribute("aria-disabled")).toBe("true");
    expect(refused.textContent).toContain("Sold out.");
    expect(told).not.toHaveBeenCalled();
  });

  test("Escape closes, then clears", async () => {
    const told = vi.fn();
    const { user } = show(<One told={told} />);
    await user.click(box());
    await user.keyboard("{Enter}");
    await user.click(box());

    await user.keyboard("{Escape}");
    expect(box().getAttribute("aria-expanded")).toBe("false");
    expect(box().value).toBe("Apple");
    await user.keyboard("{Escape}");

    expect(told).toHaveBeenLastCalledWith(null);
    expect(box().value).toBe("");
  });

  test("what was typed and not picked is taken back on leaving", async () => {
    const { user } = show(<One told={vi.fn()} />);
    await user.type(box(), "Che");
    await user.tab();

    expect(box().value).toBe("");
  });
});

describe("one that is required", () => {
  test("is replaced by typing another, and the input keeps the focus", async () => {
    const told = vi.fn();
    const { user } = show(<One required initial={apple} told={told} />);
    await user.click(box());
    expect(screen.getAllByRole("option")).toHaveLength(3);

    await user.keyboard("che{Enter}");

    expect(told).toHaveBeenCalledExactlyOnceWith({ key: "c", label: "Cherry" });
    expect(box().value).toBe("Cherry");
    expect(document.activeElement).toBe(box());
  });

  test("cannot be cleared: Escape takes back what was typed", async () => {
    const told = vi.fn();
    const { user } = show(<One required initial={apple} told={told} />);
    expect(screen.queryByRole("button", { name: /^Clear/ })).toBeNull();
    await user.clear(box());
    expect(box().value).toBe("");

    await user.keyboard("{Escape}{Escape}{Escape}");

    expect(box().value).toBe("Apple");
    expect(told).not.toHaveBeenCalled();
  });
});

test("only the answer to the last text is shown", async () => {
  const asked: { text: string; aborted: () => boolean }[] = [];
  const source: OptionSource<PickOption> = (text, signal) => {
    asked.push({ text, aborted: () => signal.aborted });
    return text === "ab"
      ? Promise.resolve([{ key: "ab", label: "Found" }])
      : new Promise(() => undefined);
  };
  const { user } = show(<One source={source} told={vi.fn()} />);
  await user.click(box());
  await waitFor(() => expect(asked).toHaveLength(1));

  await user.type(box(), "ab");

  expect(await screen.findByRole("option", { name: "Found" })).toBeDefined();
  expect(asked.map(({ text }) => text)).toEqual(["", "ab"]);
  expect(asked[0]?.aborted()).toBe(true);
});

test("an answer that comes after all to what was given up changes nothing", async () => {
  const answers = new Map<string, (options: readonly PickOption[]) => void>();
  const source = (text: string) =>
    new Promise<readonly PickOption[]>((resolve) => answers.set(text, resolve));
  const { user } = show(<One source={source} told={vi.fn()} />);
  await user.click(box());
  await waitFor(() => expect(answers.has("")).toBe(true));
  await user.type(box(), "ab");
  await waitFor(() => expect(answers.has("ab")).toBe(true));

  answers.get("ab")?.([{ key: "ab", label: "Found" }]);
  await screen.findByRole("option", { name: "Found" });
  answers.get("")?.([{ key: "old", label: "Old" }]);
  await user.keyboard("{ArrowDown}");

  expect(screen.getByRole("option", { name: "Found" })).toBeDefined();
  expect(screen.queryByRole("option", { name: "Old" })).toBeNull();
});

test("a search that fails says so", async () => {
  const { user } = show(<One source={() => Promise.reject(new Error("down"))} told={vi.fn()} />);
  await user.click(box());

  expect(await screen.findByText("The suggestions did not load.")).toBeDefined();
});

describe("several", () => {
  test("picked ones are chips, Backspace takes the last one back", async () => {
    const told = vi.fn();
    const { user } = show(<Many told={told} />);
    await user.type(box(), "app{Enter}che{Enter}");
    expect(told).toHaveBeenLastCalledWith("ac");

    await user.keyboard("{Backspace}");

    expect(told).toHaveBeenLastCalledWith("a");
    expect(screen.getByRole("button", { name: "Remove apple" })).toBeDefined();
  });

  test("there is a most, and it is said", async () => {
    const told = vi.fn();
    const { user } = show(<Many told={told} max={1} />);
    await user.type(box(), "app{Enter}che{Enter}");

    expect(told).toHaveBeenCalledTimes(1);
    expect(screen.getByText("At most 1 can be chosen.")).toBeDefined();
  });
});

test("how many suggestions there are is told once the list has rested", async () => {
  const { user } = show(<One told={vi.fn()} />);

  await user.click(screen.getByRole("combobox", { name: "Fruit" }));
  await user.keyboard("{ArrowDown}");

  await waitFor(() =>
    expect(document.getElementById("announce-polite")?.textContent).toContain("3 suggestions"),
  );
});

test("a search that finds very many draws a hundred and says how many there are", async () => {
  const many = Array.from({ length: 130 }, (_each, at) => ({
    key: `g${at}`,
    label: `Group ${at}`,
  }));
  const { user } = show(<One source={() => Promise.resolve(many)} told={() => undefined} />);

  await user.click(box());

  await screen.findByText("The first 100 of 130. Type to narrow them.");
  expect(screen.getAllByRole("option")).toHaveLength(100);
});

test("a search that the server answers with a page says how many there are", async () => {
  const first = [{ key: "mara", label: "mara" }];
  const source = () => Promise.resolve({ first, total: 100_003 });
  const { user } = show(<One source={source} told={() => undefined} />);

  await user.click(box());

  await screen.findByText("The first 1 of 100,003. Type to narrow them.");
  expect(screen.getAllByRole("option")).toHaveLength(1);
});
