import { ApiFailure } from "@gatehouse/sdk";

const selector = 'meta[property="csrf-token"]';

function tokenIn(page: Document): string {
  return page.querySelector<HTMLMetaElement>(selector)?.content ?? "";
}

let token: string | undefined;

/** The CSRF token of this browser, which the server put into the page. */
export function csrfToken(): string {
  token ??= tokenIn(document);
  return token;
}

/** Asks for the page again and takes its token; false when that gave none. Throws ApiFailure when no page came. */
export async function renewCsrfToken(): Promise<boolean> {
  const page = new DOMParser().parseFromString(await readPage(), "text/html");
  const renewed = tokenIn(page);
  if (renewed !== "") token = renewed;
  return renewed !== "";
}

async function readPage(): Promise<string> {
  try {
    const response = await fetch("/", { headers: { Accept: "text/html" } });
    return await response.text();
  } catch (cause) {
    throw new ApiFailure({ status: 0, message: "The server could not be reached.", cause });
  }
}
