import { type CrossFault, signInFaults, signInNotices } from "./cross-checks-sign-in.ts";
import type { OptionValues } from "./options.ts";

/** Finds what single options cannot show; a fault stops the start. */
export function crossFaults(values: OptionValues): CrossFault[] {
  const faults: CrossFault[] = [];
  if (values.hostPrefixCookie && !hasSecureCookie(values)) {
    faults.push({
      option: "host-prefix-cookie",
      fault: "needs a secure cookie: an https access-url or secure-auth-cookie",
    });
  }
  if (values.defaultOauthRefreshLifetimeMs <= values.sessionDurationMs) {
    faults.push({
      option: "default-oauth-refresh-lifetime",
      fault: "is not longer than session-duration",
    });
  }
  if (values.notificationsDispatchTimeoutMs >= values.notificationsLeasePeriodMs) {
    faults.push({
      option: "notifications-dispatch-timeout",
      fault: "is not less than notifications-lease-period",
    });
  }
  if (values.emailAuthPassword !== "" && values.emailAuthPasswordFile !== "") {
    faults.push({
      option: "email-auth-password-file",
      fault: "cannot be combined with email-auth-password",
    });
  }
  return [...faults, ...signInFaults(values)];
}

/** Finds combinations that work but surprise. */
export function crossNotices(values: OptionValues): string[] {
  const notices: string[] = [];
  if (values.samesiteAuthCookie === "none" && !hasSecureCookie(values)) {
    notices.push("samesite-auth-cookie none without a secure cookie: browsers discard the cookie");
  }
  if (values.logHuman && values.logJson) {
    notices.push("log-human and log-json are both on; the log is JSON");
  }
  if (values.updateCheck && values.updateCheckUrl === "") {
    notices.push("update-check has no effect without update-check-url");
  }
  if (values.dangerousDisableRateLimits) {
    notices.push("dangerous-disable-rate-limits is on: passwords can be guessed at full speed");
  }
  if (values.dangerousAllowCorsRequests) {
    notices.push("dangerous-allow-cors-requests is on: every website may read answers of the API");
  }
  return [...notices, ...signInNotices(values)];
}

/** Whether the session cookie is Secure: as set, else when the access URL is https (spec users §2.4). */
export function hasSecureCookie(
  values: Pick<OptionValues, "secureAuthCookie" | "accessUrl">,
): boolean {
  return values.secureAuthCookie ?? values.accessUrl.toLowerCase().startsWith("https:");
}
