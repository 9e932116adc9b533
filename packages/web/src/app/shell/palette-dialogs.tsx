import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import type { User } from "../../features/users/queries.ts";
import { type Organization, useOrganization } from "../../lib/organization.ts";
import { organizationPermissions } from "../../lib/permissions.ts";
import { organizationChecks } from "../checks.ts";

const SuspendDialog = lazy(async () => ({
  default: (await import("../../features/users/dialogs/suspend-dialog.tsx")).SuspendDialog,
}));
const AddMembers = lazy(async () => ({
  default: (await import("../../features/members/add-members.tsx")).AddMembers,
}));

/** Acts of the palette that open a layer over whatever page there is. */
export interface PaletteDialogs {
  readonly suspend: (user: User) => void;
  /** Brings people into the organization that the navigation shows; undefined where one may not. */
  readonly invite: { readonly organization: Organization; readonly run: () => void } | undefined;
  /** Mount it outside of the palette. */
  readonly layer: ReactNode;
}

/** The dialogs that the palette opens, the same as on the pages they come from. */
export function usePaletteDialogs(): PaletteDialogs {
  const organization = useOrganization();
  const { data: within } = useQuery({
    ...organizationPermissions(organizationChecks, organization?.id ?? ""),
    enabled: organization !== undefined,
  });
  const [suspended, suspend] = useState<User>();
  const [invitedTo, setInvitedTo] = useState<Organization>();
  const mayInvite = within?.["members.create"] === true;
  const invite = useMemo(
    () =>
      organization !== undefined && mayInvite
        ? { organization, run: () => setInvitedTo(organization) }
        : undefined,
    [organization, mayInvite],
  );
  return {
    suspend,
    invite,
    layer: (
      <Suspense>
        {suspended === undefined ? null : (
          <SuspendDialog user={suspended} onClose={() => suspend(undefined)} />
        )}
        {invitedTo === undefined ? null : (
          <AddMembers
            organization={invitedTo}
            mayAssign={within?.["members.assignRoles"] === true}
            onClose={() => setInvitedTo(undefined)}
          />
        )}
      </Suspense>
    ),
  };
}
