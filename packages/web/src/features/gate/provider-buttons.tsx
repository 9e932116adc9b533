import type { Answer } from "@gatehouse/sdk";
import { isOwnPicture } from "../../components/avatar/avatar.tsx";
import { buttonLook } from "../../components/button/look.ts";
import { providerAddress } from "./queries.ts";

/** Links to the providers that people may sign in with; the server leads there and back. */
export function ProviderButtons({
  methods,
  target,
}: {
  readonly methods: Answer<"getAuthMethods">;
  readonly target: string;
}) {
  const { github, oidc, password } = methods;
  if (!github.enabled && !oidc.enabled) return null;
  return (
    <div className="flex flex-col gap-3">
      {oidc.enabled ? (
        <ProviderLink
          href={providerAddress("oidc", target)}
          label={oidc.signInText || "Continue with single sign-on"}
          picture={oidc.iconUrl}
        />
      ) : null}
      {github.enabled ? (
        <ProviderLink href={providerAddress("github", target)} label="Continue with GitHub" />
      ) : null}
      {password.enabled ? (
        <div className="flex items-center gap-3 pt-2 text-caption text-text-tertiary">
          <span aria-hidden className="h-px grow bg-border-subtle" />
          or
          <span aria-hidden className="h-px grow bg-border-subtle" />
        </div>
      ) : null}
    </div>
  );
}

function ProviderLink({
  href,
  label,
  picture = "",
}: {
  readonly href: string;
  readonly label: string;
  readonly picture?: string;
}) {
  return (
    <a href={href} className={buttonLook({ variant: "secondary", size: "lg" })}>
      {isOwnPicture(picture) ? <img src={picture} alt="" className="size-4" /> : null}
      {label}
    </a>
  );
}
