import { useSyncExternalStore } from "react";

/** True while a media query matches; follows changes such as a turned tablet. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}

/** True where the finger is the pointer: native pickers are better there. */
export function useCoarsePointer(): boolean {
  return useMedia("(pointer: coarse)");
}
