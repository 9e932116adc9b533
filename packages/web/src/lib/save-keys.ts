/**
 * Saves what is open, as its own button would: the form of the dialog on top, else the form that holds the focus, else
 * the form of the page. A question (`alertdialog`) is answered by its buttons alone. False where there is nothing to
 * save.
 */
export function saveHere(page: Document = document): boolean {
  if (page.querySelector("[role=alertdialog]") !== null) return false;
  const layers = [...page.querySelectorAll<HTMLElement>("[role=dialog][data-state=open]")];
  const scope = layers.at(-1) ?? page.querySelector<HTMLElement>("main");
  if (scope === null) return false;
  const focused = page.activeElement?.closest("form") ?? null;
  const form =
    focused !== null && scope.contains(focused) ? focused : scope.querySelector("form[novalidate]");
  const button =
    form?.querySelector<HTMLElement>("[type=submit]") ??
    scope.querySelector<HTMLElement>("[data-save]");
  button?.click();
  return button !== null;
}
