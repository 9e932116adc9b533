import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

/** A part that is asked for when it is opened: a stand-in until it is here, a sentence where it did not come. */
export function Loaded<T>({
  query: { data, isError },
  skeleton,
  children,
}: {
  readonly query: Pick<UseQueryResult<T>, "data" | "isError">;
  /** In its place while it is on its way. */
  readonly skeleton: ReactNode;
  readonly children: (data: T) => ReactNode;
}) {
  if (data !== undefined) return <>{children(data)}</>;
  if (!isError) return <>{skeleton}</>;
  return <span className="text-text-secondary">Could not be loaded.</span>;
}
