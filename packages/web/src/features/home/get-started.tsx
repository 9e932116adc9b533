import { useQuery } from "@tanstack/react-query";
import { Check, Circle, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { IconButton } from "../../components/button/icon-button.tsx";
import { LinkButton } from "../../components/button/link-button.tsx";
import { cx } from "../../components/class-names.ts";
import { Snippet } from "../../components/code/code.tsx";
import { authMethodsQuery, buildInfoQuery } from "../../lib/queries.ts";
import { storage } from "../../lib/storage.ts";
import { Card } from "./card.tsx";
import { myTokensQuery, otherUsersQuery } from "./queries.ts";

const storageKey = "gh.started";

/** A question of the list: what came of it, as far as it is known. */
interface Answered {
  readonly isPending: boolean;
  readonly isError: boolean;
}

/**
 * What a new deployment needs, as a list that ticks itself off. It is there until it was dismissed or seen complete:
 * the last tick is shown, and the page does not jump when everything was done already.
 */
export function GetStarted() {
  const [isClosed, setClosed] = useState(() => storage.get(storageKey) !== null);
  const [isExplained, setExplained] = useState(false);
  const others = useQuery({ ...otherUsersQuery, enabled: !isClosed });
  const methods = useQuery({ ...authMethodsQuery, enabled: !isClosed });
  const tokens = useQuery({ ...myTokensQuery, enabled: !isClosed });
  const hasOthers = others.data === true;
  const hasProvider = methods.data?.oidc.enabled === true || methods.data?.github.enabled === true;
  const hasToken = (tokens.data?.length ?? 0) > 0;
  const done = 1 + [hasOthers, hasProvider, hasToken].filter(Boolean).length;
  const isPending = others.isPending || methods.isPending || tokens.isPending;
  useEffect(() => {
    if (done === 4) storage.set(storageKey, "1");
  }, [done]);
  if (isClosed) return null;
  return (
    <Card
      isFree
      title={isPending ? "Get started" : `Get started · ${done} of 4`}
      action={
        <IconButton
          size="sm"
          label="Dismiss the list"
          icon={<X aria-hidden size={14} strokeWidth={1.75} />}
          onClick={() => {
            storage.set(storageKey, "1");
            setClosed(true);
          }}
        />
      }
    >
      <ul className="flex list-none flex-col gap-1">
        <Step isDone title="Administrator created" />
        <Step
          isDone={hasOthers}
          source={others}
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
          source={methods}
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
          source={tokens}
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

/** A step in a height of its own, done or not. Nothing is said of it until its question is answered. */
function Step({
  isDone,
  source = answered,
  title,
  help,
  action,
}: {
  readonly isDone: boolean;
  readonly source?: Answered;
  readonly title: string;
  readonly help?: string;
  readonly action?: ReactNode;
}) {
  const Mark = isDone ? Check : Circle;
  const isOpen = !isDone && !source.isPending;
  return (
    <li
      className={cx(
        "flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1.5",
        action === undefined ? "" : "max-sm:min-h-20",
      )}
    >
      <Mark
        aria-hidden
        size={16}
        strokeWidth={2}
        className={isDone ? "text-success-solid" : "text-text-tertiary"}
      />
      <span className="min-w-0 grow basis-48">
        <span className={isOpen ? "font-medium" : "text-text-secondary"}>
          {title}
          {isDone ? <span className="sr-only"> (done)</span> : null}
        </span>
        {source.isError ? (
          <span role="alert" className="block text-caption text-danger-text">
            Whether this is done did not load.
          </span>
        ) : isOpen && help !== undefined ? (
          <span className="block text-caption text-text-secondary">{help}</span>
        ) : null}
      </span>
      {isOpen ? action : null}
    </li>
  );
}

const answered: Answered = { isPending: false, isError: false };

/** Ready lines that connect a command line or a program. */
export function Connect() {
  const { data: build } = useQuery(buildInfoQuery);
  const url = build?.dashboard_url ?? location.origin;
  return (
    <Card title="Connect">
      <div className="flex flex-col gap-3">
        <Snippet
          label="Command line"
          tabs={[{ label: "the line for the command line", text: `coder login ${url}` }]}
        />
        <Snippet
          label="Program"
          tabs={[
            {
              label: "the line for a program",
              text: `curl -H "Coder-Session-Token: $CODER_SESSION_TOKEN" ${url}/api/v2/users/me`,
            },
          ]}
        />
      </div>
    </Card>
  );
}
