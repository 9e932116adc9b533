import type { Deps } from "../../context/deps.ts";
import type { Handler, HandlerAnswer } from "../../context/handler.ts";
import { allowAuthenticated } from "../../context/request-context.ts";
import { readSiteConfigs } from "./site-config-store.ts";

type Appearance = HandlerAnswer<"getAppearance">;
type Banner = Appearance["service_banner"];

const keys = ["application_name", "logo_url", "announcement_banners"] as const;

/** `GET /appearance` (spec deployment §5.1). */
export const getAppearance: Handler<"getAppearance"> = async (deps, ctx) => {
  allowAuthenticated(ctx);
  const stored = await readSiteConfigs(deps.db, keys);
  const banners = readBanners(stored.get("announcement_banners"));
  const docsUrl = documentationUrl(deps);
  const links = supportLinks(deps, docsUrl);
  return {
    application_name: stored.get("application_name") ?? "",
    logo_url: stored.get("logo_url") ?? "",
    docs_url: docsUrl,
    service_banner: banners[0] ?? { enabled: false },
    announcement_banners: banners,
    ...(links.length === 0 ? {} : { support_links: links }),
  };
};

/** The documentation: the configured one, else this server's own pages. */
function documentationUrl(deps: Deps): string {
  return deps.config.docsUrl === "" ? `${deps.deployment.accessUrl}/docs` : deps.config.docsUrl;
}

function supportLinks(deps: Deps, docsUrl: string): NonNullable<Appearance["support_links"]> {
  if (deps.config.supportLinks.length === 0) {
    return [{ name: "Documentation", target: docsUrl, icon: "docs" }];
  }
  return deps.config.supportLinks.map(({ name, target, icon, location }) => ({
    name,
    target,
    icon,
    ...(location === "navbar" || location === "dropdown" ? { location } : {}),
  }));
}

/** Stored banners; what cannot be read shows nothing rather than breaking every page. */
function readBanners(stored: string | undefined): Banner[] {
  if (stored === undefined) return [];
  try {
    const parsed: unknown = JSON.parse(stored);
    return Array.isArray(parsed) ? parsed.flatMap(readBanner) : [];
  } catch {
    return [];
  }
}

function readBanner(value: unknown): Banner[] {
  if (typeof value !== "object" || value === null) return [];
  const { enabled, message, background_color } = value as Record<string, unknown>;
  return [
    {
      enabled: enabled === true,
      ...(typeof message === "string" && message !== "" ? { message } : {}),
      ...(typeof background_color === "string" && background_color !== ""
        ? { background_color }
        : {}),
    },
  ];
}
