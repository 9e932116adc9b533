import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { ExternalLink } from "lucide-react";
import { useEffect } from "react";
import { Callout } from "../../components/callout/callout.tsx";
import { Link } from "../../components/link/link.tsx";
import { usePlace } from "../../lib/place.ts";
import { authMethodsQuery } from "../../lib/queries.ts";
import { session } from "../../lib/session.ts";
import { Gate } from "./gate.tsx";
import { ProviderButtons, providersOf } from "./provider-buttons.tsx";
import { isServed, providerAddress, redirectOf } from "./queries.ts";
import { Refusal } from "./refusal.tsx";
import { SignInForm } from "./sign-in-form.tsx";

const notices: Readonly<Record<string, string>> = {
  "set-up": "An administrator exists. Sign in.",
  "signed-out": "You are signed out.",
  suspended: "Your account is suspended. An administrator can activate it.",
  "work-kept": "You were signed out. Your work on this page is kept.",
  "password-changed": "The password is changed. Sign in with the new one.",
};

/** Getting back to where one was going. */
export function Page() {
  const { data: methods } = useSuspenseQuery(authMethodsQuery);
  const search: Readonly<Record<string, string | undefined>> = useSearch({ strict: false });
  const queries = useQueryClient();
  const router = useRouter();
  const target = redirectOf(search);
  const { message } = search;
  const only = onlyProvider(methods);
  const leaves = only !== null && search["local"] !== "1" && message === undefined;
  usePlace([{ label: "Sign in" }]);
  useEffect(() => {
    if (leaves) location.replace(providerAddress(only, target));
  }, [leaves, only, target]);
  const onSignedIn = async () => {
    queries.clear();
    session.begin();
    if (isServed(target)) location.assign(target);
    else await router.navigate({ href: target, replace: true });
  };
  const notice = notices[search["notice"] ?? ""];
  const terms = <Terms address={methods.terms_of_service_url} />;
  return (
    <Gate title="Sign in">
      {notice === undefined ? null : <Callout>{notice}</Callout>}
      {methods.password.enabled || message === undefined ? null : (
        <Refusal failure={refusalOf(message)} otherWays={[]} />
      )}
      {methods.password.enabled ? null : terms}
      <ProviderButtons methods={methods} target={target} />
      {methods.password.enabled ? (
        <>
          <SignInForm
            refusal={message === undefined ? undefined : refusalOf(message)}
            otherWays={providersOf(methods, target)}
            terms={terms}
            onSignedIn={onSignedIn}
          />
          <p className="text-center text-dense">
            <Link to="/reset-password">Forgot password?</Link>
          </p>
        </>
      ) : (
        <p className="text-center text-dense text-text-secondary">Sign-in by password is off.</p>
      )}
    </Gate>
  );
}

/** The text comes from the address, so anybody may have written it: it is shown as what it is, cut and unlinked. */
export function refusalOf(message: string): string {
  return `The last attempt ended with: ${message.slice(0, 200)}`;
}

function onlyProvider(methods: {
  readonly password: { enabled: boolean };
  readonly github: { enabled: boolean };
  readonly oidc: { enabled: boolean };
}): "oidc" | "github" | null {
  if (methods.password.enabled || methods.oidc.enabled === methods.github.enabled) return null;
  return methods.oidc.enabled ? "oidc" : "github";
}

function Terms({ address }: { readonly address: string | undefined }) {
  if (address === undefined || !/^https?:\/\//.test(address)) return null;
  return (
    <p className="text-center text-caption text-text-secondary">
      By signing in you accept the{" "}
      <a
        href={address}
        target="_blank"
        rel="noreferrer"
        className="inline-flex items-center gap-0.5 underline"
      >
        terms
        <ExternalLink aria-hidden size={12} strokeWidth={1.75} />
      </a>
      .
    </p>
  );
}
