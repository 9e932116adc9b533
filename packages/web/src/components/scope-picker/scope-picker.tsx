import { Search, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Checkbox, CheckboxRow } from "../checkbox/checkbox.tsx";
import { RadioCards } from "../radio-cards/radio-cards.tsx";
import { Segmented } from "../segmented/segmented.tsx";
import { InputGroup } from "../text-input/input-group.tsx";
import {
  coveredBy,
  everything,
  levelOf,
  type ResourceLevel,
  type ScopeBundle,
  type ScopeCatalog,
  type ScopeResource,
  withLevel,
} from "./scopes.ts";

interface ScopePickerProps {
  readonly catalog: ScopeCatalog;
  readonly value: ReadonlySet<string>;
  readonly onChange: (value: ReadonlySet<string>) => void;
}

type Part = ScopePickerProps & { readonly filter: string };

const matches = (filter: string, ...texts: readonly string[]): boolean =>
  texts.join(" ").toLowerCase().includes(filter.trim().toLowerCase());

/** What a token may do: everything its user may, or chosen bundles and resources. */
export function ScopePicker({ catalog, value, onChange }: ScopePickerProps) {
  const [filter, setFilter] = useState("");
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const all = value.has(everything);
  const part = { catalog, value, onChange, filter };
  const bundles = catalog.bundles.filter((each) => matches(filter, each.name, each.meaning));
  const resources = catalog.resources.filter((each) =>
    matches(filter, each.resource, each.meaning, ...each.actions),
  );
  return (
    <div className="flex flex-col gap-4">
      <RadioCards
        label="What it may do"
        value={all ? "all" : "some"}
        onChange={(next) => {
          if (next === "all") setKept(value);
          onChange(next === "all" ? new Set([everything]) : kept);
        }}
        options={[
          {
            value: "some",
            label: "Only what is chosen",
            description: "Whoever finds the token can do no more than this.",
          },
          {
            value: "all",
            label: "Everything you may",
            description: "Now and after your roles change.",
            icon: <TriangleAlert aria-hidden size={16} className="text-warning-solid" />,
          },
        ]}
      />
      {all ? null : (
        <>
          <InputGroup
            type="search"
            aria-label="Filter scopes"
            placeholder="Filter scopes"
            value={filter}
            prefix={<Search aria-hidden size={16} strokeWidth={1.75} />}
            onChange={(event) => setFilter(event.target.value)}
            onClear={() => setFilter("")}
          />
          {bundles.length === 0 ? null : (
            <fieldset className="flex flex-col">
              <legend className="mb-1 font-medium text-caption text-text-secondary">Bundles</legend>
              {bundles.map((bundle) => (
                <Bundle key={bundle.name} bundle={bundle} {...part} />
              ))}
            </fieldset>
          )}
          {resources.length === 0 ? null : (
            <fieldset className="flex flex-col">
              <legend className="mb-1 font-medium text-caption text-text-secondary">
                Resources
              </legend>
              {resources.map((resource) => (
                <Resource key={resource.resource} resource={resource} {...part} />
              ))}
            </fieldset>
          )}
          {bundles.length + resources.length === 0 ? (
            <p className="text-dense text-text-secondary">No scope matches “{filter}”.</p>
          ) : null}
        </>
      )}
    </div>
  );
}

function Bundle({ bundle, value, onChange }: Part & { readonly bundle: ScopeBundle }) {
  const toggle = (on: boolean) => {
    const next = new Set(value);
    if (on) next.add(bundle.name);
    else next.delete(bundle.name);
    onChange(next);
  };
  return (
    <div className="border-border-subtle border-t py-1 first-of-type:border-t-0">
      <CheckboxRow
        label={<code>{bundle.name}</code>}
        description={bundle.meaning}
        checked={value.has(bundle.name)}
        onChange={(event) => toggle(event.target.checked)}
      />
      <details className="ms-6.5 text-caption text-text-secondary">
        <summary className="rounded-small">
          {bundle.permissions.length}{" "}
          {bundle.permissions.length === 1 ? "permission" : "permissions"}
        </summary>
        <p className="flex flex-wrap gap-x-3 gap-y-0.5 py-1 font-mono">
          {bundle.permissions.map((permission) => (
            <span key={permission}>{permission}</span>
          ))}
        </p>
      </details>
    </div>
  );
}

const levelNames: Record<ResourceLevel, string> = {
  none: "None",
  read: "Read",
  custom: "Custom",
  all: "All",
};

function levels(resource: ScopeResource): ResourceLevel[] {
  const offered: ResourceLevel[] = ["none"];
  if (resource.actions.includes("read")) offered.push("read");
  if (resource.actions.length > 1) offered.push("custom");
  if (resource.wildcard) offered.push("all");
  return offered;
}

function Resource({
  resource,
  catalog,
  value,
  onChange,
}: Part & { readonly resource: ScopeResource }) {
  const name = resource.resource;
  const [asked, setAsked] = useState(false);
  const level = asked && levelOf(name, value) !== "all" ? "custom" : levelOf(name, value);
  return (
    <div className="flex flex-col gap-2 border-border-subtle border-t py-2 first-of-type:border-t-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
        <span className="flex min-w-0 flex-col">
          <code>{name}</code>
          <span className="text-caption text-text-secondary">{resource.meaning}</span>
        </span>
        <Segmented
          size="sm"
          label={`Scopes of ${name}`}
          value={level}
          onChange={(next) => {
            setAsked(next === "custom");
            onChange(withLevel(resource, next, value));
          }}
          options={levels(resource).map((each) => ({ value: each, label: levelNames[each] }))}
        />
      </div>
      {level !== "custom" ? null : (
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {resource.actions.map((action) => {
            const scope = `${name}:${action}`;
            const other = coveredBy(scope, value, catalog);
            return (
              <span key={action} className="inline-flex items-center gap-1.5">
                <Checkbox
                  aria-label={scope}
                  checked={value.has(scope)}
                  onChange={(event) => {
                    const next = new Set(value);
                    if (event.target.checked) next.add(scope);
                    else next.delete(scope);
                    onChange(next);
                  }}
                />
                <span className="font-mono text-caption">{action}</span>
                {other === undefined ? null : (
                  <span className="text-caption text-text-tertiary">included in {other}</span>
                )}
              </span>
            );
          })}
        </div>
      )}
    </div>
  );
}
