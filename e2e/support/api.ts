/** Status and decoded body of an answer. */
export interface Answer {
  readonly status: number;
  // The tests say what they expect; the server's own tests check every field.
  readonly body: Record<string, unknown>;
}

/** Calls the API of a server as a program does. */
export async function call(
  url: string,
  request: { method?: string; path: string; token?: string; body?: object },
): Promise<Answer> {
  const { body, method = body === undefined ? "GET" : "POST", path, token } = request;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: token === undefined ? {} : { "Coder-Session-Token": token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : objectOf(JSON.parse(text)) };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : { value };
}

/** Signs in and gives the session token. */
export async function logIn(url: string, email: string, password: string): Promise<string> {
  const { body, status } = await call(url, {
    path: "/api/v2/users/login",
    body: { email, password },
  });
  if (status !== 201) throw new Error(`login answered ${status}: ${JSON.stringify(body)}`);
  return String(body["session_token"]);
}

/** Calls the API as somebody: a path below `/api/v2`, with a body for what is written. */
export type Api = (path: string, body?: object, method?: string) => Promise<Answer>;

/** The API of a server as whoever holds a session token. */
export function apiAs(url: string, token: string): Api {
  return (path, body, method) =>
    call(url, {
      path: `/api/v2${path}`,
      token,
      ...(body === undefined ? {} : { body }),
      ...(method === undefined ? {} : { method }),
    });
}

/** Makes the first administrator of an empty server and gives a session token of theirs. */
export async function createOwner(
  url: string,
  owner: { readonly username: string; readonly email: string; readonly password: string },
): Promise<string> {
  const { status } = await call(url, { path: "/api/v2/users/first", body: owner });
  if (status !== 201) throw new Error(`the first administrator was answered with ${status}`);
  return logIn(url, owner.email, owner.password);
}
