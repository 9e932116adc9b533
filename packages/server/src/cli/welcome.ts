import type { App } from "../app.ts";
import { isInitialized } from "../features/sessions/index.ts";

/** What to do next; longer while nobody has been created yet. */
export async function welcome(app: App): Promise<string> {
  const url = app.deps.deployment.accessUrl;
  if (await isInitialized(app.deps.db)) return `  Console: ${url}   API reference: ${url}/docs\n`;
  return `
  Welcome to Gatehouse. Nobody can sign in yet: open

    ${url}

  in a browser and create the first administrator, or do it from a terminal:

    curl ${url}/api/v2/users/first \\
      -d '{"username": "admin", "email": "admin@example.com", "password": "<a strong one>"}'

  or, where a password must not be typed on a command line:

    npx gatehouse create-admin --username admin --email admin@example.com

  API reference: ${url}/docs
  Stop with Ctrl-C; the data stays where it is.

`;
}
