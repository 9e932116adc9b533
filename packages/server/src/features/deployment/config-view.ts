import {
  decodeBody,
  deploymentValues,
  type WireDeploymentConfig,
  writeJson,
} from "@gatehouse/contract";
import { hasSecureCookie } from "../../platform/config/cross-checks.ts";
import { toNanoseconds } from "../../platform/config/duration.ts";
import type { Config } from "../../platform/config/load.ts";
import {
  type HostPort,
  type OptionGroup,
  type OptionSpec,
  optionEnv,
  optionKey,
} from "../../platform/config/option.ts";
import { options } from "../../platform/config/options.ts";
import { redactUrl, redactValue } from "./redact.ts";

type WireOption = WireDeploymentConfig["options"][number];
type Tree = { [name: string]: unknown };

/**
 * The answer of `GET /deployment/config`: our values at their places among the peer's, and the options that we have
 * (spec deployment §3.7). `accessUrl` is the one in use where none is configured.
 *
 * Security: only options of the table are shown; secrets are null in `options` and a zero value in `config`;
 * credentials inside other values are hidden.
 */
export function deploymentConfigView(
  configured: Config,
  accessUrl: string = configured.accessUrl,
): WireDeploymentConfig {
  const { secureAuthCookie } = configured;
  const config: Config = {
    ...configured,
    accessUrl,
    secureAuthCookie: hasSecureCookie({ secureAuthCookie, accessUrl }),
  };
  const tree: Tree = Object.create(null);
  for (const option of options) {
    if (option.configPath === undefined || option.secret) continue;
    place(tree, option.configPath, configValue(option, config));
  }
  return { config: completed(tree), options: options.map((option) => present(option, config)) };
}

/** Fills everything that we do not have with its zero value. */
function completed(tree: Tree): WireDeploymentConfig["config"] {
  const decoded = decodeBody(deploymentValues, Buffer.from(writeJson(tree)));
  if (!decoded.ok) throw new Error("the option table does not fit the schema of the configuration");
  return decoded.value;
}

function place(tree: Tree, [name, ...rest]: readonly string[], value: unknown): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  // Only this function writes into the tree, and a place is either a value or a branch.
  const branch = (tree[name] ?? {}) as Tree;
  tree[name] = branch;
  place(branch, rest, value);
}

function present(option: OptionSpec, config: Config): WireOption {
  return {
    name: option.displayName,
    description: option.description,
    required: false,
    flag: option.name,
    flag_shorthand: "",
    env: optionEnv(option),
    // Secrets have none: nobody should write them into such a file.
    yaml: option.secret ? "" : option.yaml,
    default: option.default,
    value: option.secret ? null : wireValue(option, config),
    annotations: annotations(option),
    group: presentGroup(option.group),
    use_instead: [],
    hidden: option.hidden ?? false,
    value_source: sourceOf(option, config),
  };
}

function presentGroup({ name, yaml, description, parent }: OptionGroup): {
  name: string;
  yaml: string;
  description: string;
  parent?: { name: string; yaml: string; description: string };
} {
  const heading = { name, yaml, description };
  return parent === undefined ? heading : { ...heading, parent: presentGroup(parent) };
}

function annotations({ secret, type }: OptionSpec): Record<string, string> {
  return {
    ...(secret ? { secret: "true" } : {}),
    ...(type === "duration" ? { format_duration: "true" } : {}),
  };
}

function sourceOf({ name }: OptionSpec, config: Config): WireOption["value_source"] {
  const sources: Readonly<Record<string, WireOption["value_source"]>> = config.sources;
  return sources[name] ?? "";
}

/** What stands in `config`: as in `options`, but the peer's log options are names of files. */
function configValue(option: OptionSpec, config: Config): unknown {
  const value = wireValue(option, config);
  if (option.type !== "switch") return value;
  return value === true ? "/dev/stdout" : "";
}

/** A value as JSON has it, without anything secret: durations in nanoseconds, addresses as texts. */
function wireValue(option: OptionSpec, config: Config): unknown {
  const values: Readonly<Record<string, unknown>> = config;
  const value = values[optionKey(option)] ?? null;
  if (option.type === "duration" && typeof value === "number") return toNanoseconds(value);
  if (option.type === "url" && typeof value === "string") {
    return redactUrl(value, option.hideQuery ?? false);
  }
  return isHostPort(value) ? hostPortText(value) : redactValue(value);
}

function isHostPort(value: unknown): value is HostPort {
  return typeof value === "object" && value !== null && "host" in value && "port" in value;
}

function hostPortText({ host, port }: HostPort): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
