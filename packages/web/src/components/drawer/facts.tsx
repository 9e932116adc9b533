import type { ReactNode } from "react";

/** Facts about one thing, each beside its name. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="grid grid-cols-[8rem_1fr] gap-x-3 gap-y-2.5 text-dense">{children}</dl>;
}

/** One of the facts. */
export function Fact({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <>
      <dt className="text-text-secondary">{label}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}
