import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import type { EntryResult } from "../bulk/result-list.tsx";
import { readPeople } from "./people.ts";
import { PeopleDrawer, type Person } from "./people-drawer.tsx";

afterEach(cleanup);

describe("a pasted list of people", () => {
  it("is read between blanks, lines, commas and semicolons; doubles count once", () => {
    expect(readPeople("mara, jo;\nMara\tada@acme.dev")).toEqual({
      names: ["Mara", "jo"],
      emails: ["ada@acme.dev"],
      fault: undefined,
    });
  });

  it("is refused beyond what one change takes, with both numbers", () => {
    const emails = Array.from({ length: 201 }, (_, at) => `u${at}@acme.dev`).join("\n");
    const names = Array.from({ length: 10_001 }, (_, at) => `u${at}`).join("\n");

    expect(readPeople(emails).fault).toContain("At most 200");
    expect(readPeople(names).fault).toContain("10,001");
  });
});

describe("the drawer that adds people", () => {
  const onClose = vi.fn();
  const drawer = (add: (people: readonly Person[]) => Promise<readonly EntryResult[]>) => (
    <PeopleDrawer
      title="Add members"
      search={async () => []}
      findByEmail={async (email) =>
        email === "ada@acme.dev" ? { ref: "ada", name: "ada" } : undefined
      }
      add={add}
      waitingOf={() => undefined}
      messageOf={() => "It did not work."}
      onClose={onClose}
    />
  );
  const paste = async (text: string) => {
    await userEvent.click(screen.getByRole("textbox", { name: /Paste a list/ }));
    await userEvent.paste(text);
  };

  it("adds usernames and looked-up email addresses in one call, and lists who was not found", async () => {
    const add = vi.fn(async (people: readonly Person[]) =>
      people.map(({ ref, name }) => ({ key: ref, name, state: "done" as const })),
    );
    await renderPart(drawer(add));

    await paste("mara ada@acme.dev gone@acme.dev");
    await userEvent.click(screen.getByRole("button", { name: "Add 3" }));

    expect(await screen.findByText("2 of 3 people added. 1 refused.")).toBeTruthy();
    expect(add).toHaveBeenCalledWith([
      { ref: "mara", name: "mara" },
      { ref: "ada", name: "ada" },
    ]);
    expect(screen.getByText("Nobody that you may see has this email address.")).toBeTruthy();
  });

  it("keeps what was pasted and says why when nobody was added", async () => {
    await renderPart(drawer(async () => Promise.reject(new Error("no"))));

    await paste("mara");
    await userEvent.click(screen.getByRole("button", { name: "Add 1" }));

    expect((await screen.findByRole("alert")).textContent).toContain("It did not work.");
    expect(screen.getByDisplayValue("mara")).toBeTruthy();
  });

  it("stays open until the answer is here, so that its result is seen", async () => {
    let answer: (results: readonly EntryResult[]) => void = () => undefined;
    const results = new Promise<readonly EntryResult[]>((resolve) => {
      answer = resolve;
    });
    await renderPart(drawer(() => results));
    await paste("mara");
    await userEvent.click(screen.getByRole("button", { name: "Add 1" }));

    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    await userEvent.keyboard("{Escape}");
    expect(onClose).not.toHaveBeenCalled();
    answer([{ key: "mara", name: "mara", state: "done" }]);

    expect(await screen.findByText("1 of 1 person added.")).toBeTruthy();
  });

  it("sends nothing while nobody is chosen", async () => {
    const add = vi.fn();
    await renderPart(drawer(add));

    await userEvent.click(screen.getByRole("button", { name: "Add members" }));

    expect(add).not.toHaveBeenCalled();
  });
});
