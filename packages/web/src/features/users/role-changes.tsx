import { useQuery } from "@tanstack/react-query";
import { impactOf } from "../../components/impact-preview/impact-of.ts";
import { ImpactPreview } from "../../components/impact-preview/impact-preview.tsx";
import { useOrganizationNames } from "../../lib/organization.ts";
import { previewQuery } from "../../lib/preview.ts";
import { problemOf } from "../../lib/problem.ts";
import { useSettled } from "../../lib/use-settled.ts";
import type { User } from "./queries.ts";

/** What a change of site roles gives and takes, as the server computes it, before it is saved. */
export function RoleChanges({
  user,
  chosen,
  isChanged,
}: {
  readonly user: User;
  readonly chosen: readonly string[];
  readonly isChanged: boolean;
}) {
  const nameOf = useOrganizationNames();
  const rested = useSettled(chosen, 300);
  const preview = useQuery({
    ...previewQuery({ kind: "site_roles", user_id: user.id, roles: [...rested] }),
    enabled: isChanged,
    placeholderData: (before) => before,
  });
  return (
    <section
      aria-label="What changes"
      className="flex flex-col gap-3 self-start rounded-card border bg-surface p-4"
    >
      <h3 className="text-h3">What changes</h3>
      {isChanged ? (
        <ImpactPreview
          impact={preview.data === undefined ? undefined : impactOf(preview.data, nameOf)}
          loading={preview.isFetching || rested !== chosen}
          error={preview.error === null ? undefined : problemOf(preview.error).message}
        />
      ) : (
        <p className="text-dense text-text-secondary">
          Nothing yet. Choose a role to see what {user.username} gains or loses.
        </p>
      )}
    </section>
  );
}
