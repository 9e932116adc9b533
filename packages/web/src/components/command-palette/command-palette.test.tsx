import { cleanup, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { show } from "../../testing/render.tsx";
import { CommandPalette } from "./command-palette.tsx";
import type { PaletteGroup, PaletteItem } from "./palette-items.ts";

afterEach(cleanup);

const run = vi.fn();
const onNothing = vi.fn();
const item = (key: string, label: string) => ({ key, label, run: () => run(key) });

let answer: (names: readonly string[]) => void = () => undefined;
const groups: readonly PaletteGroup[] = [
  { label: "Recent", onlyEmpty: true, items: [item("recent", "mara")] },
  {
    label: "Go to",
    items: [item("users", "Users"), { ...item("audit", "Audit log"), words: "history" }],
  },
  { label: "Actions", prefix: ">", items: [item("create", "Create user…")] },
  { label: "Help", prefix: "?", onlyPrefixed: true, items: [item("docs", "Documentation")] },
  {
    label: "Users",
    prefix: "@",
    search: () =>
      new Promise((resolve) => {
        answer = (names) =>
          resolve(
            names.map((name) => ({
              ...item(`user-${name}`, name),
              actions: [item(`suspend-${name}`, "Suspend…")],
            })),
          );
      }),
  },
];

function Page() {
  const [open, setOpen] = useState(true);
  return (
    <CommandPalette open={open} onOpenChange={setOpen} groups={groups} onNothing={onNothing} />
  );
}

const options = (): (string | null)[] =>
  screen.queryAllByRole("option").map((option) => option.textContent);

test("it starts with what was used last and filters with every key", async () => {
  const { user } = show(<Page />);
  expect(options()[0]).toBe("mara");

  await user.keyboard("hist");

  expect(options()).toEqual(["Audit log"]);
  await user.keyboard("{Enter}");
  expect(run).toHaveBeenLastCalledWith("audit");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a prefix narrows to its group", async () => {
  const { user } = show(<Page />);

  await user.keyboard(">");

  expect(options()).toEqual(["Create user…"]);
});

test("late answers do not move what is highlighted", async () => {
  const { user } = show(<Page />);
  await user.keyboard("us");
  expect(options()).toEqual(["Users", "Create user…"]);
  await user.keyboard("{ArrowDown}");
  const box = screen.getByRole("combobox");
  const highlighted = box.getAttribute("aria-activedescendant");
  await waitFor(() => expect(screen.getByRole("combobox")).toBeDefined());

  await waitFor(() => {
    answer(["ursula", "gus"]);
    expect(options()).toEqual(["Users", "Create user…", "ursula", "gus"]);
  });

  expect(box.getAttribute("aria-activedescendant")).toBe(highlighted);
});

test("the right arrow shows what else can be done", async () => {
  const { user } = show(<Page />);
  await user.keyboard("@ur");
  await waitFor(() => {
    answer(["ursula"]);
    expect(options()).toEqual(["ursula"]);
  });

  await user.keyboard("{ArrowRight}");
  expect(options()).toEqual(["Suspend…"]);
  await user.keyboard("{Enter}");

  expect(run).toHaveBeenLastCalledWith("suspend-ursula");
});

test("Escape clears the text and then closes", async () => {
  const { user } = show(<Page />);
  await user.keyboard("zzz");
  await waitFor(() => {
    answer([]);
    expect(screen.getByText("Nothing matches.")).toBeDefined();
  });

  await user.keyboard("{Escape}");
  expect(screen.getByRole("combobox")).toHaveProperty("value", "");
  await user.keyboard("{Escape}");

  expect(screen.queryByRole("dialog")).toBeNull();
});

test("Ctrl and Enter search for what nothing here matches", async () => {
  const { user } = show(<Page />);
  await user.keyboard("zzz");
  await waitFor(() => {
    answer([]);
    expect(screen.getByText("Nothing matches.")).toBeDefined();
  });

  await user.keyboard("{Control>}{Enter}{/Control}");

  expect(onNothing).toHaveBeenCalledWith("zzz");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("the prefix of help narrows to it, and nothing else shows it", async () => {
  const { user } = show(<Page />);
  expect(options()).not.toContain("Documentation");

  await user.keyboard("?");

  expect(options()).toEqual(["Documentation"]);
});

test("an action that must be told whom it is about asks within the palette, and Esc leads back", async () => {
  const suspend = {
    ...item("suspend", "Suspend…"),
    ask: {
      placeholder: "Suspend whom?",
      search: (typed: string) =>
        Promise.resolve(
          ["mara", "jo"]
            .filter((name) => name.startsWith(typed))
            .map((name) => item(`suspend ${name}`, name)),
        ),
    },
  };
  const acting = [{ label: "Actions", items: [suspend] }];
  const { user } = show(<CommandPalette open onOpenChange={() => undefined} groups={acting} />);

  await user.keyboard("susp{Enter}");
  await waitFor(() => expect(options()).toEqual(["mara", "jo"]));
  expect(screen.getByPlaceholderText("Suspend whom?")).toHaveProperty("value", "");
  await user.keyboard("j");
  await waitFor(() => expect(options()).toEqual(["jo"]));
  await user.keyboard("{Escape}{Escape}");

  expect(screen.getByRole("combobox", { name: "Search or jump to" })).toBeDefined();
  expect(options()).toEqual(["Suspend…"]);
});

test("answers that come above what is highlighted leave the highlight where it was", async () => {
  let early: (items: readonly PaletteItem[]) => void = () => undefined;
  let late: (items: readonly PaletteItem[]) => void = () => undefined;
  const served: readonly PaletteGroup[] = [
    { label: "Users", search: () => new Promise((resolve) => (late = resolve)) },
    { label: "Groups", search: () => new Promise((resolve) => (early = resolve)) },
  ];
  const { user } = show(<CommandPalette open onOpenChange={() => undefined} groups={served} />);
  await user.keyboard("de");
  await waitFor(() => {
    early([item("group", "design")]);
    expect(options()).toEqual(["design"]);
  });

  await waitFor(() => {
    late([item("user", "denise")]);
    expect(options()).toEqual(["denise", "design"]);
  });

  const highlighted = screen.getByRole("combobox").getAttribute("aria-activedescendant") ?? "";
  expect(document.getElementById(highlighted)?.textContent).toBe("design");
});
