import type { EndpointId } from "@gatehouse/contract";
import type { QueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type ComponentType, useCallback, useMemo } from "react";
import { readSearch, type SearchDefaults, type SearchOf, writeSearch } from "./search-params.ts";

/** What a page may ask for before it is shown. */
export interface LoadContext {
  readonly queries: QueryClient;
  readonly params: Readonly<Record<string, string>>;
  /** The parameters of the address; read them with `readSearch` and the page's defaults. */
  readonly search: Readonly<Record<string, unknown>>;
}

/** The file of a page: what the route loads when somebody goes there. */
export interface PageModule {
  readonly Page: ComponentType;
}

/**
 * A page as data. A feature lists its own in `routes.ts`; `app/router.tsx` makes routes of them and the table of the
 * docs is written from `endpoints`.
 */
export interface PageRoute {
  /** `/users/$user/$tab`: `$name` is a parameter. */
  readonly path: string;
  /** `shell` needs a session and has the navigation; `gate` is a card in the middle for whoever comes. */
  readonly layout: "shell" | "gate";
  /** The window's title until the page says more (`usePlace`). */
  readonly title: string;
  /** Every endpoint that the page calls. */
  readonly endpoints: readonly EndpointId[];
  /**
   * Starts the requests of the page; also on hover over a link to it. Wait only for what the page cannot draw without.
   * What needs the feature's own queries stands in its `load.ts`, which is loaded with the page: the first script holds
   * the table of all pages and must not hold their requests.
   */
  readonly load?: (context: LoadContext) => Promise<unknown> | undefined;
  /** The page, in a chunk of its own. */
  readonly page: () => Promise<PageModule>;
}

/** The parameters of the path of this page: `const { user } = usePathParams("user")`. */
export function usePathParams<Name extends string>(
  ...names: readonly Name[]
): Record<Name, string> {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const entries = names.map((name) => {
    const value = params[name];
    if (value === undefined) throw new Error(`this page has no path parameter ${name}`);
    return [name, value] as const;
  });
  return Object.fromEntries(entries) as Record<Name, string>;
}

/** Changes parameters of the address; `replace` leaves no entry in the history (typing does that). */
export type SetSearch<D extends SearchDefaults> = (
  patch: Partial<SearchOf<D>>,
  options?: { readonly replace?: boolean },
) => void;

/**
 * The state of a page that lives in its address: `const [search, setSearch] = useSearchState(defaults)`.
 *
 * `defaults` is a constant of the module; values that equal it do not show in the address. No parameter is called
 * `filter`: links of mails carry it, and it is rewritten to `q`.
 */
export function useSearchState<D extends SearchDefaults & { readonly filter?: never }>(
  defaults: D,
): readonly [SearchOf<D>, SetSearch<D>] {
  const given: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const values = useMemo(() => readSearch(defaults, given), [defaults, given]);
  const set = useCallback<SetSearch<D>>(
    (patch, { replace = false } = {}) => {
      void navigate({
        to: ".",
        search: (before: Record<string, unknown>) => writeSearch(defaults, before, patch),
        replace,
      });
    },
    [navigate, defaults],
  );
  return [values, set];
}

/** The path and query of this page, for links that come back to it. */
export function useHere(): string {
  return useLocation({ select: (location) => location.href });
}
