import { Skeleton } from "../components/progress/skeleton.tsx";

/** A page whose first answer takes longer than a moment. */
export function PendingPage() {
  return (
    <div aria-busy className="flex flex-col gap-6 py-2">
      <span className="sr-only" role="status">
        Loading
      </span>
      <Skeleton className="h-7 w-48" />
      <Skeleton count={6} />
    </div>
  );
}
