import { vi } from "vitest";

type Seen = (entries: readonly { readonly isIntersecting: boolean }[]) => void;

/** Lets everything that is watched be in the window at once, until `vi.unstubAllGlobals`. */
export function stubVisible(): void {
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      readonly #seen: Seen;
      constructor(seen: Seen) {
        this.#seen = seen;
      }
      observe(): void {
        this.#seen([{ isIntersecting: true }]);
      }
      disconnect = () => undefined;
    },
  );
}
