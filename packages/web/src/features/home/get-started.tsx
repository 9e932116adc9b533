import { useQuery } from "@tanstack/react-query";
import { Check, Circle, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { IconButton } from "../../components/button/icon-button.tsx";
import { LinkButton } from "../../components/button/link-button.tsx";
import { Snippet } from "../../components/code/code.tsx";
import { authMethodsQuery, buildInfoQuery } from "../../lib/queries.ts";
import { Card } from "./card.tsx";
import { myTokensQuery, otherUsersQuery } from "./queries.ts";

const storageKey = "gh.started";

/** What a new deployment needs, as a list that ticks itself off; goes away when all is done or when it is closed. */
export function GetStarted() {
  const [isClosed, setClosed] = useState(() => localStorage.getItem(storageKey) !== null);
  const [isExplained, setExplained] = useState(false);
  const { data: hasOthers = false } = useQuery({ ...otherUsersQuery, enabled: !isClosed });
  const { data: methods } = useQuery({ ...authMethodsQuery, enabled: !isClosed });
  const { data: tokens } = useQuery({ ...myTokensQuery, enabled: !isClosed });
  const hasProvider = methods?.oidc.enabled === true || methods?.github.enabled === true;
  const hasToken = (tokens?.length ?? 0) > 0;
  const done = 1 + [hasOthers, hasProvider, hasToken].filter(Boolean).length;
  if (isClosed || done === 4) return null;
  return (
    <Card
      title={`Get started · ${done} of 4`}
      action={
        <IconButton
          size="sm"
          label="Dismiss the list"
          icon={<X aria-hidden size={14} strokeWidth={1.75} />}
          onClick={() => {
            localStorage.setItem(storageKey, "1");
            setClosed(true);
          }}
        />
      }
    >
      <ul className="flex list-none flex-col gap-3">
        <Step isDone title="Administrator created" />
        <Step
          isDone={hasOthers}
          title="Invite people"
          action={
            <span className="flex gap-2">
              <LinkButton size="sm" to="/users/new">
                Create user
              </LinkButton>
              <LinkButton size="sm" to="/users/new/import">
                Import CSV
              </LinkButton>
            </span>
          }
        />
        <Step
          isDone={hasProvider}
          title="Connect an identity provider"
          help="Options of the server, taken at its next start."
          action={
            <Button
              size="sm"
              aria-expanded={isExplained}
              onClick={() => setExplained(!isExplained)}
            >
              How to
            </Button>
          }
        />
        {isExplained && !hasProvider ? (
          <li>
            <ProviderOptions />
          </li>
        ) : null}
        <Step
          isDone={hasToken}
          title="Make a token"
          help="Tokens let programs act for you."
          action={
            <LinkButton size="sm" to="/settings/tokens/new">
              Create token
            </LinkButton>
          }
        />
      </ul>
    </Card>
  );
}

/** The lines that connect a provider, with the address that it has to know. */
function ProviderOptions() {
  const { data: build } = useQuery(buildInfoQuery);
  const url = build?.dashboard_url ?? location.origin;
  const environment = [
    "GATEHOUSE_OIDC_ISSUER_URL=https://idp.example.com",
    "GATEHOUSE_OIDC_CLIENT_ID=gatehouse",
    "GATEHOUSE_OIDC_CLIENT_SECRET=…",
  ].join("\n");
  return (
    <Snippet
      label="Connecting an identity provider"
      tabs={[
        { label: "Environment", text: environment },
        { label: "Redirect URI", text: `${url}/api/v2/users/oidc/callback` },
      ]}
    />
  );
}

function Step({
  isDone,
  title,
  help,
  action,
}: {
  readonly isDone: boolean;
  readonly title: string;
  readonly help?: string;
  readonly action?: ReactNode;
}) {
  const Mark = isDone ? Check : Circle;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <Mark
        aria-hidden
        size={16}
        strokeWidth={2}
        className={isDone ? "text-success-solid" : "text-text-tertiary"}
      />
      <span className="min-w-0 grow basis-48">
        <span className={isDone ? "text-text-secondary" : "font-medium"}>
          {title}
          {isDone ? <span className="sr-only"> (done)</span> : null}
        </span>
        {isDone || help === undefined ? null : (
          <span className="block text-caption text-text-secondary">{help}</span>
        )}
      </span>
      {isDone ? null : action}
    </li>
  );
}

/** Ready lines that connect a command line or a program. */
export function Connect() {
  const { data: build } = useQuery(buildInfoQuery);
  const url = build?.dashboard_url ?? location.origin;
  return (
    <Card title="Connect">
      <Snippet
        label="Ways to connect"
        tabs={[
          { label: "coder login", text: `coder login ${url}` },
          {
            label: "curl",
            text: `curl -H "Coder-Session-Token: $CODER_SESSION_TOKEN" ${url}/api/v2/users/me`,
          },
        ]}
      />
    </Card>
  );
}
