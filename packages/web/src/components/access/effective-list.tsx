import { Search, X } from "lucide-react";
import { useMemo, useState } from "react";
import { Segmented } from "../segmented/segmented.tsx";
import { Select } from "../select/select.tsx";
import { InputGroup } from "../text-input/input-group.tsx";
import { ActionChip } from "./action-chip.tsx";
import type { Permissions, Question } from "./question.ts";
import { RoleList } from "./role-list.tsx";
import { type AccessPlace, accessPlaces, matchingPlaces, placeName } from "./rows.ts";

const everyPlace = "all";

/** Everything that a user may do, as rows of a resource with its actions; an action asks the question above. */
export function EffectiveList({
  permissions,
  nameOf,
  onAsk,
}: {
  readonly permissions: Permissions;
  readonly nameOf: (organization: string) => string;
  readonly onAsk: (question: Question) => void;
}) {
  const [text, setText] = useState("");
  const [by, setBy] = useState<"resource" | "role">("resource");
  const places = useMemo(() => accessPlaces(permissions), [permissions]);
  const [chosen, setChosen] = useState(places[0]?.key ?? everyPlace);
  const shown = useMemo(
    () =>
      matchingPlaces(
        places.filter(({ key }) => chosen === everyPlace || key === chosen),
        text,
      ),
    [places, chosen, text],
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <InputGroup
          type="search"
          aria-label="Filter permissions"
          placeholder="workspace or ssh"
          className="max-w-72"
          prefix={<Search aria-hidden size={16} strokeWidth={1.75} />}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {by === "role" ? null : (
          <span className="w-52">
            <Select
              label="Where"
              value={chosen}
              onChange={setChosen}
              options={[
                ...places.map((place) => ({ value: place.key, label: placeName(place, nameOf) })),
                { value: everyPlace, label: "All places" },
              ]}
            />
          </span>
        )}
        <Segmented
          label="Group by"
          value={by}
          onChange={setBy}
          options={[
            { value: "resource", label: "By resource" },
            { value: "role", label: "By role" },
          ]}
        />
      </div>
      {by === "role" ? (
        <RoleList roles={permissions.roles} wanted={text} nameOf={nameOf} onAsk={onAsk} />
      ) : (
        <Places places={shown} nameOf={nameOf} onAsk={onAsk} />
      )}
    </>
  );
}

function Places({
  places,
  nameOf,
  onAsk,
}: {
  readonly places: readonly AccessPlace[];
  readonly nameOf: (id: string) => string;
  readonly onAsk: (question: Question) => void;
}) {
  if (places.length === 0) {
    return <p className="text-dense text-text-secondary">Nothing matches.</p>;
  }
  return (
    <div className="flex flex-col gap-6">
      {places.map((place) => {
        const name = placeName(place, nameOf);
        const ask = (resource: string, action: string) =>
          onAsk({
            resource,
            action,
            organization: place.organization,
            target: place.target,
            id: "",
          });
        return (
          <section key={place.key} aria-label={name}>
            <h3 className="mb-2 text-h3">{name}</h3>
            <ul className="flex list-none flex-col divide-y divide-border-subtle rounded-card border bg-surface">
              {place.rows.map(({ resource, actions, denied }) => (
                <li
                  key={resource}
                  className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-4 py-2"
                >
                  <code className="w-56 shrink-0">{resource}</code>
                  <span className="flex min-w-0 flex-wrap gap-1">
                    {actions.map((action) => (
                      <ActionChip
                        key={action}
                        name={`Why ${resource}:${action}?`}
                        onClick={() => ask(resource, action)}
                      >
                        {action}
                      </ActionChip>
                    ))}
                    {denied.map(({ action, role }) => (
                      <span
                        key={`${action} ${role}`}
                        className="inline-flex flex-wrap items-center gap-1.5"
                      >
                        <ActionChip
                          isDenied
                          name={`Why not ${resource}:${action}?`}
                          onClick={() => ask(resource, action)}
                        >
                          <X aria-hidden size={12} strokeWidth={2} />
                          {action}
                        </ActionChip>
                        <span className="text-caption text-text-secondary">denied by {role}</span>
                      </span>
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
