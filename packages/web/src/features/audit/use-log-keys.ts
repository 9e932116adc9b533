import { useKeys } from "../../lib/keyboard.ts";

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-entry]")];
}

function current(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("[data-entry]") ?? null;
}

function step(by: 1 | -1): void {
  const all = rows();
  const now = current();
  const at = now === null ? -1 : all.indexOf(now);
  const next = at < 0 ? all[by === 1 ? 0 : all.length - 1] : all[at + by];
  next?.querySelector<HTMLElement>("[data-entry-link]")?.focus();
}

/** False where no entry has the focus: then the key is the browser's. */
function press(part: string): boolean {
  const button = current()?.querySelector<HTMLElement>(part);
  button?.click();
  return button != null;
}

/** The keys of the log: `j` and `k` move through entries, `o` opens one, Space unfolds its changes. */
export function useLogKeys(): void {
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    o: () => press("[data-entry-link]"),
    // Space on a button is that button's, and what scrolls is scrolled by it.
    " ": ({ target }) =>
      target instanceof Element &&
      target.closest("button, [tabindex='0']") === null &&
      press("[data-entry-toggle]"),
  });
}
