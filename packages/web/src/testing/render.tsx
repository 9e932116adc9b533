import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterContextProvider,
} from "@tanstack/react-router";
import { type RenderResult, render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import type { ReactElement } from "react";

/** Renders something inside a router, because links need one, and gives the hands to use it. */
export function show(element: ReactElement): RenderResult & { readonly user: UserEvent } {
  const router = createRouter({
    routeTree: createRootRoute(),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  const around = (child: ReactElement) => (
    <RouterContextProvider router={router}>{child}</RouterContextProvider>
  );
  const result = render(around(element));
  return {
    ...result,
    rerender: (next) => result.rerender(around(next as ReactElement)),
    user: userEvent.setup(),
  };
}
