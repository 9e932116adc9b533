import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterContextProvider,
  RouterProvider,
} from "@tanstack/react-router";
import { type RenderResult, render, screen } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import type { ReactElement } from "react";
import { parseSearch, stringifySearch } from "../lib/search-params.ts";

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

/** Renders a part of the console as it stands in a page: with a router at an address and an empty cache. */
export async function renderPart(element: ReactElement, address = "/"): Promise<void> {
  const root = createRootRoute({ component: () => <div data-testid="part">{element}</div> });
  const router = createRouter({
    routeTree: root,
    history: createMemoryHistory({ initialEntries: [address] }),
    defaultNotFoundComponent: () => null,
    parseSearch,
    stringifySearch,
  });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  await screen.findByTestId("part");
}
