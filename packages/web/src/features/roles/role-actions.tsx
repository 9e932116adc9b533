import { Copy, SquarePen, Trash2 } from "lucide-react";
import type { MenuGroups } from "../../components/menu/menu.tsx";
import type { OrganizationRole } from "../../lib/catalogs.ts";
import { reasons } from "../../lib/reasons.ts";

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

/** The actions about a role, the same in a row of the list and on its page. */
export function roleActions({
  role,
  base,
  mayCreate,
  mayDelete,
  onDelete,
}: {
  readonly role: OrganizationRole;
  /** Address of the list. */
  readonly base: string;
  readonly mayCreate: boolean;
  readonly mayDelete: boolean;
  readonly onDelete: (role: OrganizationRole) => void;
}): MenuGroups {
  return [
    [
      { label: "Open", icon: <SquarePen {...icon} />, to: `${base}/${role.name}` },
      ...(mayCreate
        ? [
            {
              label: "Start a role from this",
              icon: <Copy {...icon} />,
              to: `${base}/new?from=${encodeURIComponent(role.name)}`,
            },
          ]
        : []),
    ],
    mayDelete
      ? [
          {
            label: "Delete…",
            icon: <Trash2 {...icon} />,
            danger: true,
            reason: role.built_in ? reasons.builtInRole : undefined,
            onSelect: () => onDelete(role),
          },
        ]
      : [],
  ];
}
