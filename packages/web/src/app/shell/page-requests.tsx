import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CopyField, curlLine } from "../../components/code/code.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { buildInfoQuery } from "../../lib/queries.ts";
import { readRequests } from "../../lib/requests.ts";

/** What every page asks for; it says nothing about this one. */
const frame: ReadonlySet<string> = new Set(
  ["buildinfo", "appearance", "users/me", "users/me/appearance", "organizations"].map(
    (path) => `/api/v2/${path}`,
  ),
);

/** What this page read from the API, as lines for a terminal. */
export function PageRequests({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [paths] = useState(() => {
    // What a link under the pointer asked for early is no part of this page: nothing here shows it.
    const shown = queries.getQueryCache().findAll({ type: "active" });
    return readRequests(shown).filter((path) => !frame.has(path));
  });
  const { data: build } = useQuery(buildInfoQuery);
  const base = (build?.dashboard_url || location.origin).replace(/\/$/, "");
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title="Requests of this page"
      description="What the page read, in order. $TOKEN stands for a token of yours."
    >
      {paths.length === 0 ? (
        <p className="text-text-secondary">This page reads nothing from the API.</p>
      ) : (
        <ul className="flex list-none flex-col gap-3">
          {paths.map((path) => (
            <li key={path}>
              <CopyField
                label={`Request ${path.replace("/api/v2", "")}`}
                value={curlLine("GET", `${base}${path}`)}
              />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
