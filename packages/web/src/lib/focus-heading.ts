/** Takes the focus to the heading of the page, where reading starts. */
export function focusHeading(options?: FocusOptions): void {
  document.querySelector<HTMLElement>("main h1")?.focus(options);
}
