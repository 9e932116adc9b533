import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import type { ReactElement } from "react";
import { parseSearch, stringifySearch } from "../lib/search-params.ts";

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
