import { ApiFailure } from "@gatehouse/sdk";
import { buttonLook } from "../../components/button/look.ts";
import { Callout } from "../../components/callout/callout.tsx";
import { useCountdown } from "../../lib/use-countdown.ts";

/** A provider that people may sign in with instead of a password. */
export interface OtherWay {
  readonly loginType: "oidc" | "github";
  /** How it is called within a sentence. */
  readonly name: string;
  /** What its button says. */
  readonly label: string;
  readonly href: string;
}

/** Why signing in was refused, in words, and the way that works where there is one; counts down when it has to. */
export function Refusal({
  failure,
  otherWays,
  email = "",
}: {
  readonly failure: unknown;
  readonly otherWays: readonly OtherWay[];
  /** Whose sign-in was refused, where that is known. */
  readonly email?: string;
}) {
  const seconds = useCountdown(failure instanceof ApiFailure ? failure.retryAfterSeconds : null);
  const way = rightWay(failure, otherWays);
  const text =
    typeof failure === "string"
      ? failure
      : refusalText(failure, seconds, { hasOtherWays: otherWays.length > 0, email, way });
  return (
    <div role="alert" className="flex flex-col gap-3">
      <Callout tone="warning">{text}</Callout>
      {way === undefined ? null : (
        <a href={way.href} className={buttonLook({ variant: "primary", size: "lg" })}>
          {way.label}
        </a>
      )}
    </div>
  );
}

/** How the account signs in, as the server told whoever proved its password. */
function loginTypeOf(failure: unknown): string | null {
  if (!(failure instanceof ApiFailure) || failure.status !== 403) return null;
  return /login type is "(\w+)"/.exec(failure.detail)?.[1] ?? null;
}

/** The provider that the account signs in with, when this deployment offers it. */
export function rightWay(failure: unknown, otherWays: readonly OtherWay[]): OtherWay | undefined {
  const loginType = loginTypeOf(failure);
  return otherWays.find((way) => way.loginType === loginType);
}

const elsewhere: Readonly<Record<string, string>> = {
  oidc: "signs in with the identity provider.",
  github: "signs in with GitHub.",
  none: "cannot sign in here. Tokens act for it; an administrator can change that.",
};

/** What is known besides the failure. */
interface Circumstances {
  readonly hasOtherWays?: boolean;
  readonly email?: string;
  /** The way that works for the account. */
  readonly way?: OtherWay | undefined;
}

/** What a refused sign-in means for the person at the form. */
export function refusalText(
  failure: unknown,
  seconds: number | null,
  { hasOtherWays = false, email = "", way }: Circumstances = {},
): string {
  if (!(failure instanceof ApiFailure)) return "Signing in did not work. Reload the page.";
  const { status, message, detail } = failure;
  if (status === 0) return "The server could not be reached. Check the connection and try again.";
  if (status === 401) return notLetInText(failure, hasOtherWays);
  if (status === 429) return waitText(seconds);
  if (status !== 403) return message;
  const how =
    way === undefined ? elsewhere[loginTypeOf(failure) ?? ""] : `signs in with ${way.name}.`;
  if (how === undefined) return `${message} ${detail}`.trim();
  return `${email === "" ? "This user" : email} ${how}`;
}

function notLetInText({ message, detail }: ApiFailure, hasOtherWays: boolean): string {
  if (/suspended/i.test(`${message} ${detail}`)) {
    return "This user is suspended. An administrator can activate it.";
  }
  const wrong = "Email and password do not match.";
  return hasOtherWays
    ? `${wrong} Users of a provider have no password here: use its button above.`
    : wrong;
}

function waitText(seconds: number | null): string {
  if (seconds === 0) return "You can try again now.";
  return `Too many attempts. Try again ${seconds === null ? "in a minute" : `in ${seconds} s`}.`;
}
