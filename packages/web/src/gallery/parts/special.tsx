import { useState } from "react";
import { Avatar } from "../../components/avatar/avatar.tsx";
import { BulkRun } from "../../components/bulk/bulk-run.tsx";
import { Button } from "../../components/button/button.tsx";
import { BarChart, Sparkline } from "../../components/chart/bar-chart.tsx";
import { Code, CopyField, CurlButton, Id, Snippet } from "../../components/code/code.tsx";
import { MultiCombobox } from "../../components/combobox/multi-combobox.tsx";
import { CommandPalette } from "../../components/command-palette/command-palette.tsx";
import type { PaletteGroup } from "../../components/command-palette/palette-items.ts";
import { DateRange } from "../../components/date-time/date-range.tsx";
import {
  DateTime,
  Duration,
  FullTime,
  RelativeTime,
} from "../../components/date-time/date-time.tsx";
import { Moment } from "../../components/date-time/moment.tsx";
import { Diff } from "../../components/diff/diff.tsx";
import {
  EntitiesPicker,
  EntityPicker,
  type EntitySearch,
} from "../../components/entity-picker/entity-picker.tsx";
import { Field } from "../../components/field/field.tsx";
import { ImpactPreview } from "../../components/impact-preview/impact-preview.tsx";
import { Money, Nothing, Tokens } from "../../components/money/money.tsx";
import { MoneyInput, NumberInput } from "../../components/number-input/number-input.tsx";
import type { GridRow } from "../../components/permission-grid/grid-model.ts";
import { PermissionGrid } from "../../components/permission-grid/permission-grid.tsx";
import type { AllowEntry } from "../../components/scope-picker/allow-list.ts";
import { AllowListPicker } from "../../components/scope-picker/allow-list-picker.tsx";
import { ScopePicker } from "../../components/scope-picker/scope-picker.tsx";
import { canonicalScopes, permissionsOf } from "../../components/scope-picker/scopes.ts";
import { type Secret, SecretReveal } from "../../components/secret-reveal/secret-reveal.tsx";
import { Line, Part } from "../part.tsx";

const search: EntitySearch = (text) =>
  Promise.resolve(
    ["mara", "jo", "ada", "ci-deploy"]
      .filter((name) => name.includes(text))
      .map((name) => ({
        id: name,
        name,
        kind: "user",
        secondary: `${name}@acme.dev`,
        ...(name === "jo" ? { reason: "Already a member." } : {}),
      })),
  );

const gridRows: readonly GridRow[] = [
  {
    resource: "template",
    meaning: "Blueprints of workspaces",
    group: "Work",
    actions: ["create", "read", "update", "delete", "use", "view_insights"],
  },
  {
    resource: "workspace",
    meaning: "Machines of members",
    group: "Work",
    actions: [
      "create",
      "read",
      "update",
      "delete",
      "start",
      "stop",
      "ssh",
      "application_connect",
      "share",
    ],
  },
  {
    resource: "organization_member",
    meaning: "Who belongs here",
    group: "People and access",
    actions: ["create", "read", "update", "delete"],
  },
  { resource: "audit_log", meaning: "What happened", group: "Records", actions: ["read"] },
];

const catalog = {
  bundles: [
    {
      name: "coder:workspaces.create",
      meaning: "Create, start and stop workspaces",
      permissions: ["template:read", "template:use", "workspace:create", "workspace:read"],
    },
    {
      name: "coder:apikeys.manage_self",
      meaning: "Manage one's own keys",
      permissions: ["api_key:create", "api_key:read", "api_key:update", "api_key:delete"],
    },
  ],
  resources: [
    {
      resource: "template",
      meaning: "Blueprints of workspaces",
      actions: ["create", "read", "update", "delete", "use"],
      wildcard: true,
    },
    {
      resource: "user",
      meaning: "Accounts",
      actions: ["read", "read_personal", "update_personal"],
      wildcard: true,
    },
  ],
};

const palette: readonly PaletteGroup[] = [
  {
    label: "Go to",
    items: ["Users", "Groups", "Audit log"].map((label) => ({
      key: label,
      label,
      run: () => undefined,
    })),
  },
  {
    label: "Users",
    prefix: "@",
    items: ["mara", "jo"].map((name) => ({
      key: name,
      label: name,
      secondary: `${name}@acme.dev`,
      mark: <Avatar id={name} name={name} size={20} />,
      run: () => undefined,
    })),
  },
];

const secret: Secret = {
  title: "Copy the token now",
  label: "Token",
  value: "Ab3dEfGh1j-Kl0MnOpQrStUvWxYz012345",
  facts: ["Works until 21 Dec 2026, 14:00.", "May read and use templates."],
  snippets: [
    { label: "coder login", text: "coder login https://gate.acme.dev --token Ab3dEfGh1j-…" },
    {
      label: "curl",
      text: 'curl -H "Coder-Session-Token: $TOKEN" https://gate.acme.dev/api/v2/users/me',
    },
  ],
};

const days = Array.from({ length: 20 }, (_, at) => String(at + 1));

function Layers() {
  const [open, setOpen] = useState<"palette" | "secret" | "bulk">();
  const close = () => setOpen(undefined);
  return (
    <Line>
      <Button onClick={() => setOpen("palette")}>Open palette</Button>
      <Button onClick={() => setOpen("secret")}>Reveal secret</Button>
      <Button onClick={() => setOpen("bulk")}>Suspend many…</Button>
      <CommandPalette open={open === "palette"} onOpenChange={close} groups={palette} />
      <SecretReveal secret={open === "secret" ? secret : undefined} onClose={close} />
      {open === "bulk" ? (
        <BulkRun
          verb="Suspend"
          done="suspended"
          what="users"
          consequences={["Their 4 tokens and 2 sessions stop working."]}
          items={[
            { key: "1", name: "mara" },
            { key: "2", name: "jo" },
            { key: "3", name: "ada", refused: "Remove the Owner role first." },
          ]}
          run={(item) =>
            item.name === "jo" ? Promise.reject(new Error("Already gone.")) : Promise.resolve()
          }
          waitingOf={() => undefined}
          messageOf={(error) => (error instanceof Error ? error.message : "")}
          onClose={close}
        />
      ) : null}
    </Line>
  );
}

function Pickers() {
  const [amount, setAmount] = useState<bigint | null>(12_340_000n);
  const [seats, setSeats] = useState<bigint | null>(20n);
  const [range, setRange] = useState({ from: "2026-11-13", to: "2026-11-19" });
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Field label="User">
        <EntityPicker
          search={search}
          value={null}
          onChange={() => undefined}
          placeholder="Find a user"
        />
      </Field>
      <Field label="Members">
        <EntitiesPicker
          search={search}
          values={[{ id: "mara", name: "mara", kind: "user" }]}
          onChange={() => undefined}
        />
      </Field>
      <Field label="Claim values">
        <MultiCombobox
          source={[{ key: "eng", label: "eng-backend" }]}
          values={[{ key: "x", label: "eng-legacy" }]}
          onChange={() => undefined}
        />
      </Field>
      <Field label="Budget per member">
        <MoneyInput
          value={amount}
          onChange={(next) => (next === undefined ? undefined : setAmount(next))}
        />
      </Field>
      <Field label="Quota">
        <NumberInput
          value={seats}
          suffix="credits"
          onChange={(next) => (next === undefined ? undefined : setSeats(next))}
        />
      </Field>
      <Line>
        <DateRange
          range={range}
          onChange={setRange}
          presets={[{ label: "Last 7 days", from: "2026-11-13", to: "2026-11-19" }]}
        />
      </Line>
    </div>
  );
}

/** Grids, pickers, charts and what else is large. */
export function SpecialParts() {
  const [permissions, setPermissions] = useState<ReadonlySet<string>>(
    new Set(["template:read", "template:update", "workspace:read"]),
  );
  const [scopes, setScopes] = useState<ReadonlySet<string>>(
    new Set(["template:read", "user:read_personal"]),
  );
  const [objects, setObjects] = useState<readonly AllowEntry[] | undefined>([
    { type: "template", id: "0b9c5f3a-8d1e-4c55-9f70-2f6f1a1f0b11" },
  ]);
  return (
    <>
      <Part title="Layers">
        <Layers />
      </Part>
      <Part title="Pickers">
        <Pickers />
      </Part>
      <Part title="Permissions">
        <PermissionGrid
          label="Permissions"
          rows={gridRows}
          value={permissions}
          onChange={setPermissions}
          refused={new Map([["workspace:read", "Refused."]])}
          lockedReason={(resource, action) =>
            action === "ssh" || resource === "audit_log"
              ? `You do not hold ${resource}:${action} in Design.`
              : undefined
          }
        />
        <div className="max-w-80 rounded-card border bg-surface p-4">
          <ImpactPreview
            impact={{
              gains: ["mara", "jo", "ada"].map((username) => ({
                userId: username,
                username,
                resource: "template",
                actions: ["update"],
                where: "Design",
              })),
              losses: [
                {
                  userId: "bo",
                  username: "bo",
                  resource: "workspace",
                  actions: ["ssh", "start"],
                  where: "Design",
                },
              ],
              users: 14,
              truncated: true,
            }}
          />
        </div>
      </Part>
      <Part title="Scopes">
        <ScopePicker catalog={catalog} value={scopes} onChange={setScopes} />
        <p className="text-caption">
          {canonicalScopes(scopes).join(" ")} · {permissionsOf(scopes, catalog).size}
        </p>
        <AllowListPicker
          types={[
            { type: "template", label: "Template", search },
            { type: "workspace", label: "Workspace" },
          ]}
          value={objects}
          onChange={setObjects}
          names={new Map([["template:0b9c5f3a-8d1e-4c55-9f70-2f6f1a1f0b11", "go-dev"]])}
          onName={() => undefined}
        />
      </Part>
      <Part title="Code, times, amounts">
        <Line>
          <Code>workspace:create</Code>
          <Id value="0b9c5f3a-8d1e-4c55-9f70-2f6f1a1f0b11" />
          <RelativeTime value="2026-11-19T12:00:00Z" />
          <DateTime value="2026-11-19T12:00:00Z" />
          <Moment value="2026-11-19T12:00:00Z" />
          <FullTime value="2026-11-19T12:00:00Z" />
          <Duration seconds={2_592_000n} />
          <Money micros={1_204_185_000n} rounded />
          <Money micros={10_500n} />
          <Tokens value={12_400_000n} />
          <Nothing />
          <CurlButton method="GET" url="https://gate.acme.dev/api/v2/users?q=mar&limit=50" />
        </Line>
        <CopyField
          label="Public key"
          value="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKx mara@acme.dev"
        />
        <Snippet label="Ways to use it" tabs={secret.snippets ?? []} />
      </Part>
      <Part title="Diff">
        <Diff
          entries={[
            { field: "username", kind: "scalar", before: "mara", after: "mara-voss" },
            {
              field: "roles",
              kind: "set",
              before: ["organization-auditor"],
              after: ["organization-admin"],
            },
            { field: "password", kind: "secret" },
            {
              field: "mapping",
              kind: "lines",
              before: '{\n  "a": 1,\n  "b": 2\n}',
              after: '{\n  "a": 1,\n  "b": 3\n}',
            },
          ]}
        />
      </Part>
      <Part title="Charts">
        <div className="rounded-card border bg-surface p-5">
          <BarChart
            title="AI spend"
            summary="$1,204.18 this month, 12 % more than to this day last month."
            labels={days}
            format={(value) => `$${value.toLocaleString()}`}
            series={["claude", "gpt", "gemini"].map((name, at) => ({
              name,
              values: days.map((_, day) => ((day * (at + 3)) % 17) * 4),
            }))}
          />
        </div>
        <Sparkline label="Spend of the last days" values={[1, 4, 2, 7, 5, 9, 3]} />
      </Part>
    </>
  );
}
