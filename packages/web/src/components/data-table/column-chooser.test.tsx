import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { renderPart } from "../../testing/render.tsx";
import type { Column } from "./column.ts";
import { ColumnChooser } from "./column-chooser.tsx";
import { DataTable } from "./data-table.tsx";
import { useColumns } from "./use-columns.ts";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const columns: readonly Column<string>[] = [
  { key: "user", label: "User", cell: (name) => name },
  { key: "status", label: "Status", cell: () => "active" },
  { key: "created", label: "Created", cell: () => "today" },
];

function List() {
  const { shown, choice } = useColumns("test", columns, hiddenAtFirst);
  return (
    <>
      <ColumnChooser choice={choice} />
      <DataTable
        caption="Users"
        columns={shown}
        rows={["mara"]}
        rowKey={(name) => name}
        rowName={(name) => name}
        empty={null}
      />
    </>
  );
}

const hiddenAtFirst = ["created"];

const heads = () => screen.getAllByRole("columnheader").map(({ textContent }) => textContent);

describe("the columns of a list", () => {
  it("leaves out those that wait to be asked for, and keeps the choice over a reload", async () => {
    await renderPart(<List />);
    expect(heads()).toEqual(["User", "Status"]);

    await userEvent.click(screen.getByRole("button", { name: "Columns" }));
    await userEvent.click(screen.getByRole("checkbox", { name: "Created" }));
    await userEvent.click(screen.getByRole("checkbox", { name: "Status" }));
    await userEvent.keyboard("{Escape}");
    expect(heads()).toEqual(["User", "Created"]);

    cleanup();
    await renderPart(<List />);
    expect(heads()).toEqual(["User", "Created"]);
  });

  it("starts with the usual columns when the browser holds nonsense", async () => {
    localStorage.setItem("gh.columns.test", "{broken");
    await renderPart(<List />);
    expect(heads()).toEqual(["User", "Status"]);
  });

  it("never lets go of the column that names the row", async () => {
    localStorage.setItem("gh.columns.test", '["user"]');
    await renderPart(<List />);
    expect(heads()).toEqual(["User", "Status", "Created"]);
  });
});
