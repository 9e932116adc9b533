import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Entity, EntitySearch } from "../../components/entity-picker/entity-picker.tsx";
import { impactOf } from "../../components/impact-preview/impact-of.ts";
import { ImpactPreview } from "../../components/impact-preview/impact-preview.tsx";
import { PeopleDrawer, type Person } from "../../components/people-drawer/people-drawer.tsx";
import { api } from "../../lib/api.ts";
import { labelOf } from "../../lib/labels.ts";
import type { Organization } from "../../lib/organization.ts";
import { previewQuery } from "../../lib/preview.ts";
import { problemOf, waitingOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { changeGroupMembers } from "./mutations.ts";
import type { Group } from "./queries.ts";

/** The drawer that brings members of the organization into a group. */
export function AddGroupMembers({
  group,
  organization,
  onChanged,
  onClose,
  onFailed,
}: {
  readonly group: Group;
  readonly organization: Organization;
  /** Somebody may have been added. */
  readonly onChanged: () => void;
  readonly onClose: () => void;
  /** Hears of the refusal of the whole change. */
  readonly onFailed: (error: unknown) => void;
}) {
  const search = useMemo(() => findMembers(group), [group]);
  return (
    <PeopleDrawer
      title="Add members"
      description={`Members of ${organizationLabel(organization)} come into ${labelOf(group)}.`}
      search={search}
      findByEmail={(email, signal) => memberByEmail(organization.id, email, signal)}
      add={async (people) => {
        try {
          return await changeGroupMembers(group.id, "add", people);
        } catch (thrown) {
          onFailed(thrown);
          throw thrown;
        } finally {
          onChanged();
        }
      }}
      preview={(picked) => (
        <GroupPreview
          group={group}
          picked={picked}
          organization={organizationLabel(organization)}
        />
      )}
      waitingOf={waitingOf}
      messageOf={(error) => problemOf(error).message}
      onClose={onClose}
    />
  );
}

/** Members of the organization by name or e-mail; those who are in the group already cannot be picked. */
function findMembers(group: Group): EntitySearch {
  return async (text, signal) => {
    const typed = text.trim().replaceAll('"', "");
    const query = { q: typed === "" ? "" : `search:"${typed}"`, limit: 20 };
    const [found, inside] = await Promise.all([
      api.call(
        "listMembersPaginated",
        { params: { organization: group.organization_id }, query },
        { signal },
      ),
      api.call("listGroupMembers", { params: { group: group.id }, query }, { signal }),
    ]);
    const ids = new Set(inside.users.map(({ id }) => id));
    const first = found.members.map((member) => ({
      id: member.user_id,
      name: member.username,
      secondary: member.email === "" ? member.name : member.email,
      kind: member.is_service_account === true ? ("service_account" as const) : ("user" as const),
      avatarUrl: member.avatar_url,
      reason: ids.has(member.user_id) ? "In the group already." : undefined,
    }));
    return { first, total: found.count };
  };
}

async function memberByEmail(
  organization: string,
  email: string,
  signal: AbortSignal,
): Promise<Person | undefined> {
  const query = { q: `email:"${email.replaceAll('"', "")}"`, limit: 1 };
  const params = { organization };
  const { members } = await api.call("listMembersPaginated", { params, query }, { signal });
  const [member] = members;
  return member === undefined ? undefined : { ref: member.user_id, name: member.username };
}

/** What those who are picked gain by the group. */
function GroupPreview({
  group,
  picked,
  organization,
}: {
  readonly group: Group;
  readonly picked: readonly Entity[];
  readonly organization: string;
}) {
  const preview = useQuery({
    ...previewQuery({
      kind: "group",
      group_id: group.id,
      add_users: picked.map(({ id }) => id),
    }),
    placeholderData: (before) => before,
  });
  return (
    <section aria-label="What changes" className="flex flex-col gap-2">
      <h3 className="text-h3">What changes</h3>
      <ImpactPreview
        impact={preview.data === undefined ? undefined : impactOf(preview.data, () => organization)}
        loading={preview.isFetching}
        error={preview.error === null ? undefined : problemOf(preview.error).message}
      />
    </section>
  );
}
