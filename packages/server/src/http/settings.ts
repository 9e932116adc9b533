import type { CookieSettings } from "./cookies.ts";
import type { TrustedProxies } from "./client-address.ts";
import type { Cidr } from "./client-address.ts";
import type { CspAddition } from "./page-headers.ts";
import type { RateLimiter } from "./rate-limit.ts";

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
