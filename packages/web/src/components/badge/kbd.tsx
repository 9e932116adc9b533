import type { ReactNode } from "react";

/** A key as it is printed on the keyboard. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-small border border-border bg-surface-sunken px-1 font-sans text-caption text-text-secondary">
      {children}
    </kbd>
  );
}
