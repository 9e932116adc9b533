import { useConnection } from "./connection.ts";
import { reasons } from "./reasons.ts";

/**
 * Why a control is refused for now: its own reason first, then that what it writes cannot reach the server. Undefined
 * when it may be used.
 */
export function useRefusal(own: string | undefined, writes: boolean): string | undefined {
  const isUp = useConnection();
  return own ?? (writes && !isUp ? reasons.offline : undefined);
}
