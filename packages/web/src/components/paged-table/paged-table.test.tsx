import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { show } from "../../testing/render.tsx";
import { PagedTable } from "./paged-table.tsx";

afterEach(cleanup);

const nothing = () => undefined;

function List({ q, total }: { readonly q: string; readonly total: number }) {
  return (
    <PagedTable
      q={q}
      page={1}
      size={50}
      rows={["mara"]}
      total={total}
      busy={false}
      problem={undefined}
      onQuery={nothing}
      onPage={nothing}
      onSize={nothing}
      onRetry={nothing}
      what="users"
      name="Users"
      order="sorted by username"
      columns={[{ key: "user", label: "User", cell: (name) => name }]}
      rowKey={(name) => name}
      rowName={(name) => name}
      empty={null}
    />
  );
}

test("opening a list tells no count; from the first filter on every answer is told, also that of none", () => {
  const { rerender } = show(<List q="" total={1_284} />);
  expect(screen.getByRole("status").textContent).toBe("");

  rerender(<List q="status:dormant" total={47} />);
  expect(screen.getByRole("status").textContent).toBe("47 results");
  rerender(<List q="" total={1_284} />);

  expect(screen.getByRole("status").textContent).toBe("1,284 results");
});
