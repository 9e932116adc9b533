import type { Answer } from "@gatehouse/sdk";
import { isOwnPicture } from "../../components/avatar/avatar.tsx";
import { buttonLook } from "../../components/button/look.ts";
import { providerName } from "../../lib/provider-name.ts";
import { providerAddress } from "./queries.ts";
import type { OtherWay } from "./refusal.tsx";

type Methods = Answer<"getAuthMethods">;

/** The providers that people may sign in with, and where their sign-in starts. */
export function providersOf({ oidc, github }: Methods, target: string): readonly OtherWay[] {
  return [
    ...(oidc.enabled
      ? [
          {
            loginType: "oidc",
            name: providerName(oidc.signInText),
            label: oidc.signInText || "Continue with single sign-on",
            href: providerAddress("oidc", target),
          } as const,
        ]
      : []),
    ...(github.enabled
      ? [
          {
            loginType: "github",
            name: "GitHub",
            label: "Continue with GitHub",
            href: providerAddress("github", target),
          } as const,
        ]
      : []),
  ];
}

/** Links to the providers that people may sign in with; the server leads there and back. */
export function ProviderButtons({
  methods,
  target,
}: {
  readonly methods: Methods;
  readonly target: string;
}) {
  const providers = providersOf(methods, target);
  if (providers.length === 0) return null;
  return (
    <div className="flex flex-col gap-3">
      {providers.map(({ loginType, label, href }) => (
        <a key={loginType} href={href} className={buttonLook({ variant: "secondary", size: "lg" })}>
          {loginType === "oidc" && isOwnPicture(methods.oidc.iconUrl) ? (
            <img src={methods.oidc.iconUrl} alt="" className="size-4" />
          ) : null}
          {label}
        </a>
      ))}
      {methods.password.enabled ? (
        <div className="flex items-center gap-3 pt-2 text-caption text-text-tertiary">
          <span aria-hidden className="h-px grow bg-border-subtle" />
          or
          <span aria-hidden className="h-px grow bg-border-subtle" />
        </div>
      ) : null}
    </div>
  );
}
