import { useBlocker } from "@tanstack/react-router";
import { isLeaving } from "../../lib/leave.ts";
import { Button } from "../button/button.tsx";
import { Dialog } from "../dialog/dialog.tsx";

/**
 * Asks before a page with unsaved changes is left, by link, by Back or by closing the window. `changed` are the names of
 * the fields; with none it does nothing. Where a parameter of the address chooses what is edited, `parameter` is its
 * name: then another value leaves too. Whoever saved passes by with `ignoreBlocker`.
 */
export function LeaveGuard({
  changed,
  parameter,
}: {
  readonly changed: readonly string[];
  readonly parameter?: string;
}) {
  const isDirty = changed.length > 0;
  const blocker = useBlocker({
    enableBeforeUnload: () => isDirty && !isLeaving(),
    shouldBlockFn: ({ current, next }) =>
      isDirty &&
      (current.pathname !== next.pathname ||
        chosenBy(parameter, current) !== chosenBy(parameter, next)),
    withResolver: true,
  });
  return (
    <Dialog
      open={blocker.status === "blocked"}
      onOpenChange={(open) => (open ? undefined : blocker.reset?.())}
      title="Leave without saving?"
      footer={
        <>
          <Button onClick={() => blocker.reset?.()}>Keep editing</Button>
          <Button variant="danger" onClick={() => blocker.proceed?.()}>
            Discard changes
          </Button>
        </>
      }
    >
      <p className="text-text-secondary">Changed: {changed.join(", ")}.</p>
    </Dialog>
  );
}

function chosenBy(parameter: string | undefined, { search }: { readonly search: object }): unknown {
  return Object.entries(search).find(([name]) => name === parameter)?.[1];
}
