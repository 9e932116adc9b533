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

/** Asks for the page again and takes its token; false when that gave none. */
export async function renewCsrfToken(): Promise<boolean> {
  const response = await fetch("/", { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const renewed = tokenIn(page);
  if (renewed !== "") token = renewed;
  return renewed !== "";
}
