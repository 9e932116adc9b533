import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { type OrganizationRole, organizationRolesQuery } from "../../lib/catalogs.ts";
import { rolesChanged } from "../../lib/changed.ts";
import { type Conflict, lastChange } from "../../lib/conflict.ts";
import { type Form, useForm } from "../../lib/form.ts";
import type { Organization } from "../../lib/organization.ts";
import { type Preview, previewQuery } from "../../lib/preview.ts";
import { contentsOf, isGrave } from "./contents.ts";
import { fieldsOf, type RoleFields, roleFaults, roleLabels, roleRequest } from "./role-form.ts";

/** The way of a changed role to the server. */
export interface RoleSaving {
  readonly form: Form<RoleFields>;
  /** What saving would do, while it is asked about. */
  readonly asked: Preview | undefined;
  /** The role as somebody else saved it meanwhile. */
  readonly theirs: Conflict<OrganizationRole> | undefined;
  readonly confirm: () => void;
  readonly leave: () => void;
  readonly discard: () => void;
  readonly takeTheirs: () => void;
  readonly overwrite: () => void;
}

function stored(role: OrganizationRole): RoleFields {
  const { selected, withoutEffect } = contentsOf(role.organization_permissions);
  return fieldsOf(role, selected, withoutEffect);
}

function isSame(left: RoleFields, right: RoleFields): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/**
 * Saves a role in up to three steps: another save meanwhile is told first; what takes something away or hands out
 * update, delete or assign is asked about with names; then it is sent.
 */
export function useRoleSaving(organization: Organization, role: OrganizationRole): RoleSaving {
  const queries = useQueryClient();
  const [start, setStart] = useState(() => stored(role));
  const [asked, setAsked] = useState<Preview>();
  const [theirs, setTheirs] = useState<Conflict<OrganizationRole>>();
  const passed = useRef({ conflict: false, impact: false });
  const params = { organization: organization.id };

  const findConflict = async (): Promise<Conflict<OrganizationRole> | undefined> => {
    const now = await queries.fetchQuery({
      ...organizationRolesQuery(organization.id),
      staleTime: 0,
    });
    const found = now.find(({ name }) => name === role.name);
    if (found === undefined || isSame(stored(found), start)) return undefined;
    const target = `resource_target:${role.name} organization:${organization.name}`;
    return { theirs: found, change: await lastChange(`resource_type:custom_role ${target}`) };
  };
  const form = useForm<RoleFields>({
    initial: start,
    labels: roleLabels,
    check: roleFaults,
    submit: async (values) => {
      const body = roleRequest(values);
      if (!passed.current.conflict) {
        const conflict = await findConflict();
        setTheirs(conflict);
        if (conflict !== undefined) return;
      }
      if (!passed.current.impact) {
        const change = {
          kind: "custom_role",
          organization_id: organization.id,
          role: body,
        } as const;
        const preview = await queries.fetchQuery(previewQuery(change));
        if (preview.losses.length > 0 || isGrave(preview.gains)) {
          setAsked(preview);
          return;
        }
      }
      passed.current = { conflict: false, impact: false };
      await api.call("updateCustomRole", { params, body });
      setStart(values);
      setTheirs(undefined);
      form.reset(values);
      toastDone(`${role.name} saved.`);
      await rolesChanged(queries, organization.id);
    },
  });
  return {
    form,
    asked,
    theirs,
    confirm: () => {
      setAsked(undefined);
      passed.current.impact = true;
      void form.submit();
    },
    leave: () => {
      setAsked(undefined);
      passed.current = { conflict: false, impact: false };
    },
    discard: () => {
      setTheirs(undefined);
      form.reset(start);
    },
    takeTheirs: () => {
      if (theirs === undefined) return;
      setStart(stored(theirs.theirs));
      form.reset(stored(theirs.theirs));
      setTheirs(undefined);
    },
    overwrite: () => {
      passed.current.conflict = true;
      void form.submit();
    },
  };
}
