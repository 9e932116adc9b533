import { useQuery } from "@tanstack/react-query";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
import { Link } from "../../components/link/link.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { sentenceText } from "../../lib/audit-sentence.ts";
import { Card, CardFault } from "./card.tsx";
import { recentAuditQuery } from "./queries.ts";

/** The newest entries of the audit log, for who may read it. */
export function RecentAudit() {
  const { data, error } = useQuery(recentAuditQuery);
  return (
    <Card
      title="Last audit entries"
      action={
        <Link to="/audit" className="text-dense">
          Audit log
        </Link>
      }
    >
      {error === null ? null : <CardFault error={error} />}
      {data === undefined && error === null ? <Skeleton count={4} /> : null}
      <ul className="flex list-none flex-col gap-1.5 text-dense">
        {data?.audit_logs.map((entry) => (
          <li key={entry.id} className="flex justify-between gap-3">
            <span className="min-w-0 truncate">{sentenceText(entry)}</span>
            <span className="shrink-0 text-text-secondary">
              <RelativeTime value={entry.time} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
