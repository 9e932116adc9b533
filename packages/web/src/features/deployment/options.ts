import { writeJson } from "@gatehouse/sdk";
import { durationText, secondsFromNanoseconds } from "../../lib/time.ts";
import type { ServerOption } from "./queries.ts";

/** A heading of the configuration and the options under it. */
export interface OptionGroup {
  readonly name: string;
  readonly description: string;
  readonly options: readonly ServerOption[];
}

/** Whether an option's value is never told. */
export function isSecret({ annotations }: ServerOption): boolean {
  return annotations["secret"] === "true";
}

/** Whether somebody set the option: by flag, environment or file. */
export function isSet({ value_source: source }: ServerOption): boolean {
  return source !== "" && source !== "default" && source !== undefined;
}

const isNumber = (value: unknown): value is number | bigint =>
  typeof value === "number" || typeof value === "bigint";

/** The value of an option for people; an empty text where there is none. Secrets tell only whether they are set. */
export function valueText(option: ServerOption): string {
  const { value, annotations } = option;
  if (isSecret(option)) return isSet(option) ? "•••••• set" : "not set";
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (isNumber(value)) {
    return annotations["format_duration"] === "true"
      ? durationText(secondsFromNanoseconds(BigInt(value)))
      : String(value);
  }
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((each) => typeof each !== "object")) {
    return value.map(String).join(", ");
  }
  return writeJson(value);
}

/** Where the value came from, in words. */
export function sourceText(option: ServerOption): string {
  const words = {
    flag: "flag",
    env: "environment",
    yaml: "file",
    default: "default",
    "": "default",
  };
  return words[option.value_source ?? ""];
}

/** A line that sets the option; the value is left to the reader. */
export function settingLine({ env, flag }: ServerOption): string {
  return env === "" ? `--${flag}=` : `${env}=`;
}

function groupName({ group }: ServerOption): string {
  if (group === undefined || group.name === "") return "General";
  return group.parent === undefined ? group.name : `${group.parent.name} · ${group.name}`;
}

function matches(option: ServerOption, words: readonly string[]): boolean {
  const { name, env, flag, yaml, description } = option;
  const value = isSecret(option) ? "" : valueText(option);
  const text = [name, env, flag, yaml, description, groupName(option), value]
    .join(" ")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The options that hold every word of a search, and only changed ones if asked, under their headings. */
export function groupedOptions(
  options: readonly ServerOption[],
  { q, changed }: { readonly q: string; readonly changed: boolean },
): readonly OptionGroup[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, ServerOption[]>();
  for (const option of options) {
    if ((changed && !isSet(option)) || !matches(option, words)) continue;
    const name = groupName(option);
    const list = groups.get(name);
    if (list === undefined) groups.set(name, [option]);
    else list.push(option);
  }
  return [...groups]
    .map(([name, list]) => ({
      name,
      description: list[0]?.group?.description ?? "",
      options: list,
    }))
    .sort((a, b) => Number(a.name !== "General") - Number(b.name !== "General"));
}
