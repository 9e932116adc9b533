import { Outlet } from "@tanstack/react-router";

/** What every page stands in; the shell and the gates bring the rest. */
export function Root() {
  return <Outlet />;
}
