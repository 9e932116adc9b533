import type { LoginType, UserStatus } from "@gatehouse/contract";
import type { ReactNode } from "react";
import { useSignInLabel } from "../../lib/sign-in-label.ts";
import { StatusBadge } from "../badge/status-badge.tsx";
import { CopyButton } from "../code/copy-button.tsx";
import { FullTime } from "../date-time/date-time.tsx";
import { Fact, Facts } from "../drawer/facts.tsx";

/** What every list of people knows of each of them. */
export interface PersonKnown {
  readonly id: string;
  readonly status: UserStatus;
  readonly name?: string | undefined;
  /** Empty for who has none. */
  readonly email: string;
  readonly login_type: LoginType;
  readonly is_service_account?: boolean | undefined;
  readonly created_at: string;
  readonly last_seen_at: string;
}

/** The facts about a person beside a list: what every list knows, and what this one adds. */
export function PersonFacts({
  person,
  createdLabel = "Created",
  children,
}: {
  readonly person: PersonKnown;
  /** What its `created_at` is the time of. */
  readonly createdLabel?: string;
  readonly children?: ReactNode;
}) {
  const signInLabel = useSignInLabel();
  return (
    <Facts>
      <Fact label="Status">
        <StatusBadge status={person.status} />
      </Fact>
      <Fact label="Full name">{person.name || "–"}</Fact>
      <Fact label="Email">
        {person.email === "" ? (
          "None"
        ) : (
          <>
            {person.email} <CopyButton value={person.email} label="Copy email" className="-my-1" />
          </>
        )}
      </Fact>
      <Fact label="Sign-in">{signInLabel(person)}</Fact>
      <Fact label={createdLabel}>
        <FullTime value={person.created_at} />
      </Fact>
      <Fact label="Last seen">
        <FullTime value={person.last_seen_at} />
      </Fact>
      {children}
      <Fact label="User id">
        <code>{person.id.slice(0, 8)}</code>{" "}
        <CopyButton value={person.id} label="Copy user id" className="-my-1" />
      </Fact>
    </Facts>
  );
}
