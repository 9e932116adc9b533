import { useQuery } from "@tanstack/react-query";
import { FullTime } from "../../components/date-time/date-time.tsx";
import { Fact } from "../../components/drawer/facts.tsx";
import { Loaded } from "../../components/drawer/loaded.tsx";
import { PersonFacts } from "../../components/person/person-facts.tsx";
import { PersonPeek } from "../../components/person/person-peek.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { isExpired } from "../../components/token-table/text.ts";
import { userPermissionsQuery } from "../../lib/access.ts";
import { sentenceText } from "../../lib/audit-sentence.ts";
import { roleLabel } from "../../lib/catalogs.ts";
import { sessionsQuery } from "../../lib/sessions.ts";
import { tokensOfQuery } from "../../lib/tokens.ts";
import { type User, userAuditQuery } from "./queries.ts";
import type { ActionContext } from "./user-actions.tsx";

const shownEntries = 5;

/** What is too slow or too wide for the columns of the list, asked for when it opens. */
export function UserPeek({
  user,
  may,
  organizationName,
  onStep,
  onClose,
}: {
  readonly user: User;
  readonly may: ActionContext["may"];
  readonly organizationName: (id: string) => string;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}) {
  const readsKeys = may("users.readKeys");
  const readsAudit = may("users.readAudit");
  const tokens = useQuery({ ...tokensOfQuery(user.id), enabled: readsKeys });
  const sessions = useQuery({ ...sessionsQuery(user.id), enabled: readsKeys });
  const permissions = useQuery({ ...userPermissionsQuery(user.id), enabled: readsAudit });
  const audit = useQuery({
    ...userAuditQuery(user, "about", shownEntries),
    enabled: readsAudit,
  });
  const list = (names: readonly string[]) => (names.length === 0 ? "None" : names.join(", "));
  return (
    <PersonPeek mayOpen username={user.username} onStep={onStep} onClose={onClose}>
      <PersonFacts person={user}>
        <Fact label="Site roles">{list(user.roles.map(roleLabel))}</Fact>
        <Fact label="Organizations">{list(user.organization_ids.map(organizationName))}</Fact>
        {readsAudit ? (
          <Fact label="Groups">
            <Loaded query={permissions} skeleton={<Skeleton className="w-24" />}>
              {({ groups }) => list(groups.map(({ name }) => name))}
            </Loaded>
          </Fact>
        ) : null}
        {readsKeys ? (
          <>
            <Fact label="Tokens">
              <Loaded query={tokens} skeleton={<Skeleton className="w-8" />}>
                {(all) => all.filter((token) => !isExpired(token, Date.now())).length}
              </Loaded>
            </Fact>
            <Fact label="Sessions">
              <Loaded query={sessions} skeleton={<Skeleton className="w-8" />}>
                {({ count }) => count}
              </Loaded>
            </Fact>
          </>
        ) : null}
      </PersonFacts>
      {readsAudit ? (
        <section aria-label="Last audit entries" className="mt-6">
          <h3 className="mb-2 text-h3">Last audit entries</h3>
          <Loaded query={audit} skeleton={<Skeleton count={3} />}>
            {({ audit_logs: entries }) => (
              <ul className="flex list-none flex-col gap-2">
                {entries.map((entry) => (
                  <li key={entry.id} className="text-dense">
                    {sentenceText(entry)}{" "}
                    <span className="text-caption text-text-tertiary">
                      <FullTime value={entry.time} />
                    </span>
                  </li>
                ))}
                {entries.length === 0 ? <li className="text-dense">None.</li> : null}
              </ul>
            )}
          </Loaded>
        </section>
      ) : null}
    </PersonPeek>
  );
}
