import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { cleanup, render } from "@testing-library/react";
import { vi } from "vitest";
import { createAppRouter } from "../app/router.tsx";
import { session } from "../lib/session.ts";

/** A request as the network saw it. */
export interface SeenRequest {
  readonly method: string;
  /** Below `/api/v2`, without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** An answer with status 200, one with another status, or none for as long as the test runs. */
export type Reply = { readonly status: number; readonly body: unknown } | "never" | object;

/** What the server says, by method and path: `GET /users`. */
export type Answers = Readonly<
  Record<string, Reply | Promise<Reply> | ((request: SeenRequest) => Reply)>
>;

const requestId = "7f3c6d0e-0000-4000-8000-000000000002";

/** A failure as the server words it, with the id of its request. */
export const failure = (status: number, message: string, validations?: readonly object[]) => ({
  status,
  body: { message, ...(validations === undefined ? {} : { validations }) },
});

/** Somebody who may do everything. */
export const ada = {
  id: "42930cd3-0000-4000-8000-000000000001",
  username: "ada",
  name: "Ada Byron",
  email: "ada@acme.dev",
  avatar_url: "",
  created_at: "2026-03-12T13:02:31Z",
  updated_at: "2026-03-12T13:02:31Z",
  last_seen_at: "2026-03-12T13:02:31Z",
  status: "active",
  login_type: "password",
  organization_ids: ["o-1"],
  roles: [{ name: "owner", display_name: "Owner" }],
  has_ai_seat: false,
};

/** The organization that ada is in. */
export const design = {
  id: "o-1",
  name: "design",
  display_name: "Design",
  description: "",
  icon: "",
  is_default: true,
  created_at: "2026-03-12T13:02:31Z",
  updated_at: "2026-03-12T13:02:31Z",
};

/** What the frame around a page asks for, and what most pages do. */
const usual: Answers = {
  "GET /buildinfo": { version: "v2.34.0", gatehouse_version: "v1.0.0", dashboard_url: "" },
  "GET /appearance": { application_name: "", logo_url: "", announcement_banners: [] },
  "GET /users/first": { message: "The initial user has already been created!" },
  "GET /users/authmethods": {
    password: { enabled: true },
    github: { enabled: false, default_provider_configured: false },
    oidc: { enabled: false, signInText: "", iconUrl: "" },
  },
  "GET /users/me": ada,
  "GET /users/me/appearance": { theme_preference: "light", terminal_font: "" },
  "GET /organizations": [design],
  "GET /organizations/design": design,
  "POST /authcheck": ({ body }: SeenRequest) => {
    const { checks } = body as { readonly checks: object };
    return Object.fromEntries(Object.keys(checks).map((name) => [name, true]));
  },
};

/**
 * Opens an address of the whole console: its router, its loaders, its pages. Only the network is the test's: it answers
 * by a table, and 404 to everything else. Call `closeConsole` after the test.
 */
export function openConsole(address: string, answers: Answers, who: "guest" | "ada" = "ada") {
  const seen: SeenRequest[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const { pathname, searchParams: query } = new URL(url, location.origin);
    const method = init.method ?? "GET";
    const path = pathname.replace("/api/v2", "");
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    const request = { method, path, query, body };
    seen.push(request);
    const given = { ...usual, ...answers }[`${method} ${path}`] ?? failure(404, "Not found.");
    return respond(await (typeof given === "function" ? given(request) : given));
  });
  history.replaceState(null, "", address);
  if (who === "guest") session.close();
  else session.begin();
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={createAppRouter(queries)} />
    </QueryClientProvider>,
  );
  return { seen };
}

function respond(reply: Reply): Promise<Response> {
  if (reply === "never") return new Promise(() => undefined);
  const isStated = "status" in reply && "body" in reply;
  const { status, body } = isStated
    ? (reply as { status: number; body: unknown })
    : { status: 200, body: reply };
  const headers = { "content-type": "application/json", "x-coder-request-id": requestId };
  return Promise.resolve(new Response(JSON.stringify(body), { status, headers }));
}

/** Takes the console and its network away, once the scripts that it asked for are here: nothing comes after the test. */
export async function closeConsole(): Promise<void> {
  cleanup();
  session.close();
  await vi.dynamicImportSettled();
  vi.unstubAllGlobals();
}
