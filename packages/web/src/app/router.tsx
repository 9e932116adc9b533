import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import type { PageRoute } from "../lib/page.ts";
import { showPlace } from "../lib/place.ts";
import { organizationsQuery } from "../lib/queries.ts";
import { parseSearch, stringifySearch } from "../lib/search-params.ts";
import { aliasOf, ownNamePath } from "./aliases.ts";
import { enter } from "./enter.ts";
import { FailedPage } from "./failed-page.tsx";
import { pagePaths, pages } from "./pages.ts";
import { PendingPage } from "./pending-page.tsx";
import { Root } from "./root.tsx";

/**
 * Nothing stands in for the frame. What waits stays in one place until everything is there: a page that waits for its
 * answers would do so outside of a frame that came in the meantime.
 */
const frameMs = Number.POSITIVE_INFINITY;

/** Makes the router from the table of pages: each in a chunk of its own, inside the shell or on its own. */
export function createAppRouter(queries: QueryClient) {
  const root = createRootRoute({
    component: Root,
    pendingMs: frameMs,
    beforeLoad: ({ location, matches }) => {
      const alias = aliasOf(location.pathname, parseSearch(location.searchStr), pagePaths);
      if (alias !== null) throw redirect({ to: alias.path, search: alias.search, replace: true });
      // The script of the page comes while the shell asks who is there.
      const { fullPath } = matches.at(-1) ?? {};
      void pages.find(({ path }) => path === fullPath)?.page();
    },
  });
  const shell = createRoute({
    id: "shell",
    getParentRoute: () => root,
    component: lazyRouteComponent(() => import("./shell/shell.tsx"), "Shell"),
    beforeLoad: async ({ location }) => {
      await enter(queries, location.href);
      const list = queries.getQueryData(organizationsQuery.queryKey) ?? [];
      const own = ownNamePath(location.pathname, list);
      if (own !== null)
        throw redirect({ to: own, search: parseSearch(location.searchStr), replace: true });
    },
    pendingMs: frameMs,
  });
  const routeOf = (page: PageRoute) =>
    createRoute({
      getParentRoute: () => (page.layout === "shell" ? shell : root),
      path: page.path,
      component: lazyRouteComponent(page.page, "Page"),
      // Not by `loaderDeps`: with other parameters the page would be another one, and on a slow machine something would
      // wait in its place, field and focus included, while somebody types. Here the same page stays and looks on.
      loader: ({ params, location }) =>
        page.load?.({ queries, params: { ...params }, search: { ...location.search } }),
      onEnter: () => showPlace([{ label: page.title }]),
    });
  const missing = createRoute({
    getParentRoute: () => shell,
    path: "$",
    component: lazyRouteComponent(() => import("./missing-page.tsx"), "MissingPage"),
    onEnter: () => showPlace([{ label: "Not found" }]),
  });
  const within = pages.filter(({ layout }) => layout === "shell").map(routeOf);
  const gates = pages.filter(({ layout }) => layout === "gate").map(routeOf);
  return createRouter({
    routeTree: root.addChildren([shell.addChildren([...within, missing]), ...gates]),
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultPreloadDelay: 50,
    // The query cache knows what is fresh; the router must not keep a second opinion.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 120,
    defaultPendingMinMs: 0,
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: FailedPage,
    scrollRestoration: true,
    notFoundMode: "root",
  });
}
