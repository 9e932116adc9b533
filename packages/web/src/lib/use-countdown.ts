import { useEffect, useState } from "react";

/** Seconds that are left of a wait, told anew every second; null where there is none. Starts over with another `from`. */
export function useCountdown(from: number | null): number | null {
  const [left, setLeft] = useState(from);
  useEffect(() => {
    setLeft(from);
    if (from === null) return;
    const end = Date.now() + from * 1000;
    const timer = setInterval(() => {
      setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    }, 1000);
    return () => clearInterval(timer);
  }, [from]);
  return left;
}
