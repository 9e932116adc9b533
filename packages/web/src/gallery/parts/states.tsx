import { Avatar } from "../../components/avatar/avatar.tsx";
import { Badge } from "../../components/badge/badge.tsx";
import { StatusBadge } from "../../components/badge/status-badge.tsx";
import { Button } from "../../components/button/button.tsx";
import { Banner, Callout } from "../../components/callout/callout.tsx";
import { Breadcrumbs } from "../../components/page-header/page-header.tsx";
import { Meter } from "../../components/progress/meter.tsx";
import { Progress, Spinner } from "../../components/progress/progress.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { EmptyState, Forbidden, NotFound } from "../../components/states/states.tsx";
import { Line, Part } from "../part.tsx";

const statuses = [
  "active",
  "dormant",
  "suspended",
  "expired",
  "expiring",
  "synced",
  "ok",
  "warning",
  "failed",
] as const;

/** Badges, notes and whole-page states. */
export function StateParts() {
  return (
    <>
      <Part title="Badges and avatars">
        <Line>
          {statuses.map((status) => (
            <StatusBadge key={status} status={status} />
          ))}
        </Line>
        <Line>
          {statuses.map((status) => (
            <StatusBadge key={status} status={status} tinted />
          ))}
        </Line>
        <Line>
          <Badge>built-in</Badge>
          <Badge tone="accent">you</Badge>
          <Badge tone="info">Synced</Badge>
          <Badge tone="warning">custom</Badge>
        </Line>
        <Line>
          {["a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8"].map((id) => (
            <Avatar key={id} id={id} name={`Mara ${id}`} size={32} />
          ))}
          <Avatar id="org" name="Design" kind="organization" size={32} />
          <Avatar id="mara" name="Mara Voss" size={64} />
          <Avatar id="mara" name="Mara Voss" size={20} />
        </Line>
      </Part>
      <Part title="Notes">
        <Banner tone="warning" dismissKey="gallery">
          The operator stops this deployment on Friday at 18:00.
        </Banner>
        <Callout title="You see only your own row.">
          Member lists need the organization's sharing setting or an admin role.
        </Callout>
        <Callout
          tone="warning"
          title="This token may do everything you may."
          action={<Button size="sm">Choose scopes</Button>}
        />
        <Callout tone="danger">
          The role was not saved. You do not hold template:delete in Design.
        </Callout>
        <Callout tone="success" title="All models have a price." />
      </Part>
      <Part title="Progress">
        <Line>
          <Spinner label="Loading" />
          <span className="w-60">
            <Progress label="Suspending" value={37} max={40} />
          </span>
          <span className="w-60">
            <Progress label="Loading" />
          </span>
        </Line>
        <Line>
          {[0.4, 0.9, 1.1].map((share) => (
            <span key={share} className="w-60">
              <Meter label="AI spend" share={share} text={`${share * 50} of 50`} />
            </span>
          ))}
        </Line>
        <Skeleton count={4} />
      </Part>
      <Part title="Pages">
        <Breadcrumbs items={[{ label: "Users", to: "/users" }, { label: "mara" }]} />
        <EmptyState title="No groups yet." action={<Button variant="primary">Create group</Button>}>
          Groups share templates and quota with several members at once.
        </EmptyState>
        <Forbidden back={{ label: "Back to Home", to: "/" }}>
          You need the <em>auditor</em> role, or an organization auditor role, to read the audit
          log. An owner can grant it.
        </Forbidden>
        <NotFound
          title="There is no user here, or you may not see them."
          back={{ label: "Back to users", to: "/users" }}
        />
      </Part>
    </>
  );
}
