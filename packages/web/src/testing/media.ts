import { vi } from "vitest";

/** Stands in for the media queries of a browser until `vi.unstubAllGlobals`; nothing matches but what `matches` says. */
export function stubMedia(matches: (media: string) => boolean = () => false): void {
  const nothing = () => undefined;
  vi.stubGlobal("matchMedia", (media: string) => ({
    media,
    matches: matches(media),
    addEventListener: nothing,
    removeEventListener: nothing,
    // An older pair, which libraries still ask for.
    addListener: nothing,
    removeListener: nothing,
  }));
}
