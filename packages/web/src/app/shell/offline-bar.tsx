import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Banner } from "../../components/callout/callout.tsx";
import { useConnection } from "../../lib/connection.ts";

/** Says on every page that the server cannot be reached; what is shown is asked for again once it can. */
export function OfflineBar() {
  const isUp = useConnection();
  const queries = useQueryClient();
  const wasUp = useRef(isUp);
  useEffect(() => {
    if (isUp && !wasUp.current) void queries.invalidateQueries();
    wasUp.current = isUp;
  }, [isUp, queries]);
  return (
    <div role="status">
      {isUp ? null : <Banner tone="warning">No connection. Changes are not saved.</Banner>}
    </div>
  );
}
