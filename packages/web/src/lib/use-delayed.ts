import { useEffect, useState } from "react";

/** True once a condition has held for some time; false at once when it ends. Keeps quick answers from flickering. */
export function useDelayed(condition: boolean, delayMs: number): boolean {
  const [reached, setReached] = useState(false);
  useEffect(() => {
    if (!condition) {
      setReached(false);
      return;
    }
    const timer = setTimeout(() => setReached(true), delayMs);
    return () => clearTimeout(timer);
  }, [condition, delayMs]);
  return condition && reached;
}
