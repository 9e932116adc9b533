import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "../../components/badge/badge.tsx";
import { CheckboxRow } from "../../components/checkbox/checkbox.tsx";
import { CopyButton } from "../../components/code/copy-button.tsx";
import { Nothing } from "../../components/money/money.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { FilteredEmpty } from "../../components/states/states.tsx";
import { FilterInput } from "../../components/text-input/filter-input.tsx";
import {
  groupedOptions,
  isSecret,
  isSet,
  type OptionGroup,
  settingLine,
  sourceText,
  valueText,
} from "./options.ts";
import type { ServerOption } from "./queries.ts";

/** Everything that the page of the configuration shows. */
export interface ConfigurationViewProps {
  readonly tabs: ReactNode;
  readonly options: readonly ServerOption[];
  readonly q: string;
  /** Only what somebody set. */
  readonly changed: boolean;
  /** Changes what is given, all at once. */
  readonly onFilter: (filter: { readonly q?: string; readonly changed?: boolean }) => void;
}

/** The options of the server: what holds, where it came from and how to change it. Secrets are never shown. */
export function ConfigurationView(props: ConfigurationViewProps) {
  const { options, q, changed, onFilter } = props;
  const groups = groupedOptions(options, props);
  const count = groups.reduce((sum, group) => sum + group.options.length, 0);
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Configuration"
        meta="Options are set by flags, environment or file. Restart to apply."
      />
      {props.tabs}
      {/* biome-ignore lint/a11y/useSemanticElements: the search element is not in every browser of the floor */}
      <div role="search" className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <FilterInput
          label="Search options"
          placeholder="Option, variable or value"
          value={q}
          onChange={(text) => onFilter({ q: text })}
          className="w-full max-w-dialog"
        />
        <CheckboxRow
          label="Changed from default"
          checked={changed}
          onChange={(event) => onFilter({ changed: event.target.checked })}
        />
        <span role="status" className="text-caption text-text-secondary tabular-nums">
          {count === options.length ? `${count} options` : `${count} of ${options.length} options`}
        </span>
      </div>
      {count === 0 ? (
        <div className="rounded-card border bg-surface">
          <FilteredEmpty
            what="options"
            query={[q, changed ? "changed from default" : ""].filter(Boolean).join(", ")}
            onClear={() => onFilter({ q: "", changed: false })}
          />
        </div>
      ) : (
        groups.map((group) => <Group key={group.name} group={group} />)
      )}
    </div>
  );
}

function Group({ group }: { readonly group: OptionGroup }) {
  return (
    <section aria-label={`Options: ${group.name}`} className="flex flex-col gap-2 pt-2">
      <h2 className="text-h2">{group.name}</h2>
      {group.description === "" ? null : (
        <p className="max-w-prose text-dense text-text-secondary">{group.description}</p>
      )}
      <ul className="flex list-none flex-col divide-y divide-border-subtle rounded-card border bg-surface">
        {group.options.map((option) => (
          <Row key={option.name} option={option} />
        ))}
      </ul>
    </section>
  );
}

function Row({ option }: { readonly option: ServerOption }) {
  const { name, description, env, flag, yaml, default: standard, use_instead: instead } = option;
  const value = valueText(option);
  return (
    <li className="grid gap-x-6 gap-y-1.5 px-4 py-2.5 sm:grid-cols-2 lg:grid-cols-[minmax(0,5fr)_minmax(0,4fr)_minmax(0,4fr)]">
      <div className="min-w-0">
        <h3 className="text-h3">{name}</h3>
        <p className="text-caption text-text-secondary">{description}</p>
        {instead.length === 0 ? null : (
          <p className="text-caption text-warning-text">
            Deprecated. Use {instead.map((each) => each.name).join(" or ")} instead.
          </p>
        )}
      </div>
      <div className="flex min-w-0 flex-col items-start gap-1">
        <span className="flex max-w-full items-center gap-1.5 font-mono text-dense [overflow-wrap:anywhere]">
          {isSecret(option) ? <Lock aria-hidden size={14} strokeWidth={1.75} /> : null}
          {value === "" ? <Nothing /> : <span className="min-w-0">{value}</span>}
        </span>
        <span className="flex flex-wrap items-center gap-2 text-caption text-text-secondary">
          {isSet(option) ? <Badge tone="accent">{sourceText(option)}</Badge> : <span>default</span>}
          {isSet(option) && !isSecret(option) && standard !== "" ? (
            <span className="[overflow-wrap:anywhere]">default {standard}</span>
          ) : null}
        </span>
      </div>
      <dl className="flex min-w-0 flex-col text-caption text-text-secondary sm:col-span-2 lg:col-span-1">
        {env === "" ? null : (
          <Fact label="env" text={env} copy={settingLine(option)} what={`line for ${name}`} />
        )}
        {flag === "" ? null : (
          <Fact label="flag" text={`--${flag}`} copy={`--${flag}=`} what={`flag for ${name}`} />
        )}
        {yaml === "" ? null : <Fact label="file" text={yaml} />}
      </dl>
    </li>
  );
}

function Fact({
  label,
  text,
  copy,
  what = "",
}: {
  readonly label: string;
  readonly text: string;
  readonly copy?: string;
  readonly what?: string;
}) {
  return (
    <div className="flex min-h-6 min-w-0 items-center gap-2">
      <dt className="w-7 shrink-0">{label}</dt>
      <dd className="flex min-w-0 items-center gap-0.5">
        <code className="text-caption [overflow-wrap:anywhere]">{text}</code>
        {copy === undefined ? null : <CopyButton value={copy} label={`Copy ${what}`} />}
      </dd>
    </div>
  );
}
