import { randomInt } from "node:crypto";
import type { Config } from "../platform/config/load.ts";
import type { Log } from "../platform/log.ts";
import { type Cidr, parseCidrs, type TrustedProxies, trustedProxies } from "./client-address.ts";
import { type CookieSettings, checkCookieSettings } from "./cookies.ts";
import { type CspAddition, hstsValue, parseCspAdditions } from "./page-headers.ts";
import { createRateLimiter, type RateLimiter } from "./rate-limit.ts";

/** The adapter's settings, worked out once from the configuration. */
export interface HttpSettings {
  cookies: CookieSettings;
  proxies: TrustedProxies;
  /** Networks that may read /metrics without a credential. */
  metricsAllow: readonly Cidr[];
  dangerousAllowCors: boolean;
  cspAdditions: readonly CspAddition[];
  /** Null: no Strict-Transport-Security header. */
  hsts: string | null;
  /** Null: all limiters are off. */
  limiters: { api: RateLimiter; login: RateLimiter } | null;
}

const minuteMs = 60_000;
const loginsPerMinute = 60;

/** Works the settings out; an option that cannot be used stops the start with its name. */
export function httpSettings(config: Config, accessUrl: string, log: Log): HttpSettings {
  const cookies: CookieSettings = {
    secure: config.secureAuthCookie ?? accessUrl.startsWith("https:"),
    sameSite: config.samesiteAuthCookie,
    hostPrefix: config.hostPrefixCookie,
  };
  checkCookieSettings(cookies);
  const { additions, notices } = parseCspAdditions(config.additionalCspPolicy);
  for (const notice of notices) log.warn({ ...notice }, "additional-csp-policy entry left out");
  const limiter = (limit: number): RateLimiter =>
    createRateLimiter({ limit, windowMs: minuteMs, overflowSeed: randomInt(2 ** 32) });
  return {
    cookies,
    proxies: trustedProxies({
      headers: config.proxyTrustedHeaders,
      origins: config.proxyTrustedOrigins,
    }),
    metricsAllow: parseCidrs(config.metricsAllow, "metrics-allow"),
    dangerousAllowCors: config.dangerousAllowCorsRequests,
    cspAdditions: additions,
    hsts: hstsValue({
      maxAgeSeconds: config.strictTransportSecurity,
      options: config.strictTransportSecurityOptions,
    }),
    limiters: config.dangerousDisableRateLimits
      ? null
      : { api: limiter(config.apiRateLimit), login: limiter(loginsPerMinute) },
  };
}
