import { useEffect, useSyncExternalStore } from "react";

/** One step of the way to a page; the last one has no address. */
export interface Step {
  readonly label: string;
  readonly to?: string;
}

let applicationName = "Gatehouse";
let place: readonly Step[] = [];
const listeners = new Set<() => void>();

/** Names the product in titles: the operator's name, or ours for an empty one. */
export function nameApplication(name: string): void {
  applicationName = name === "" ? "Gatehouse" : name;
  showTitle();
}

function showTitle(): void {
  const parts = place.map(({ label }) => label).reverse();
  document.title = [...parts, applicationName].join(" · ");
}

/** Where the reader is: the window's title ("mara · Users · Gatehouse") and the breadcrumb ("Users › mara"). */
export function showPlace(steps: readonly Step[]): void {
  place = steps;
  showTitle();
  for (const listener of listeners) listener();
}

/** Tells where this page is, from the section inwards, at most three steps; the object's name once it is known. */
export function usePlace(steps: readonly Step[]): void {
  const key = JSON.stringify(steps);
  useEffect(() => {
    const given: readonly Step[] = JSON.parse(key);
    showPlace(given);
  }, [key]);
}

/** The place for the breadcrumb. */
export function useCurrentPlace(): readonly Step[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => place,
  );
}
