import { cleanup, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { show } from "../../testing/render.tsx";
import { ConflictNotice } from "./conflict-notice.tsx";

afterEach(cleanup);

function Page() {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <main>
      <h1 tabIndex={-1}>backend</h1>
      {isOpen ? (
        <ConflictNotice what="This group" change={undefined} onTheirs={close} onOverwrite={close} />
      ) : null}
      <button type="button" onClick={() => setOpen(true)}>
        Save changes
      </button>
    </main>
  );
}

test.each(["Show their version", "Overwrite"])(
  "takes the focus, and after “%s” gives it to the head of the page",
  async (choice) => {
    const { user } = show(<Page />);
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    expect(document.activeElement).toBe(screen.getByRole("alert"));

    await user.tab();
    await user.click(screen.getByRole("button", { name: choice }));

    expect(screen.queryByRole("alert")).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("heading", { name: "backend" }));
  },
);
