import {
  Ban,
  CircleCheck,
  Copy,
  KeyRound,
  KeySquare,
  LogOut,
  Pencil,
  Trash2,
  UserRoundCog,
} from "lucide-react";
import type { MenuGroups } from "../../components/menu/menu.tsx";
import { reasons } from "../../lib/reasons.ts";
import type { usersChecks } from "./permissions.ts";
import type { User } from "./queries.ts";

/** The dialogs about one user. */
export type UserDialog = "suspend" | "reset" | "sessions" | "rename" | "delete";

/** What decides which actions are offered and which say why not. */
export interface ActionContext {
  readonly me: User | undefined;
  readonly may: (check: keyof typeof usersChecks) => boolean;
  readonly open: (dialog: UserDialog, user: User) => void;
  readonly activate: (user: User) => void;
  readonly copyId: (user: User) => void;
}

const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;

/** Whether a user holds the owner role, which shields from everybody but owners. */
export function isOwner(user: Pick<User, "roles">): boolean {
  return user.roles.some(({ name }) => name === "owner");
}

/** Why a user cannot be suspended; undefined when they can. */
export function suspendReason(user: User, me: User | undefined): string | undefined {
  if (user.id === me?.id) return reasons.self;
  return isOwner(user) ? reasons.ownerSuspend : undefined;
}

/** Why a user cannot be deleted; undefined when they can. */
export function deleteReason(user: User, me: User | undefined): string | undefined {
  if (user.id === me?.id) return reasons.self;
  return isOwner(user) && me !== undefined && !isOwner(me) ? reasons.ownerOnly : undefined;
}

/** Why a password cannot be set; undefined when it can. */
export function passwordReason(user: User, me: User | undefined): string | undefined {
  if (user.login_type !== "password") return reasons.notPassword;
  return isOwner(user) && me !== undefined && !isOwner(me) ? reasons.ownerOnly : undefined;
}

/** The actions about a user, the same in a row of the list and on the page: what destroys comes last. */
export function userActions(user: User, context: ActionContext): MenuGroups {
  const { may, me, open } = context;
  const status =
    user.status === "suspended"
      ? {
          label: "Activate",
          icon: <CircleCheck {...icon} />,
          writes: true,
          onSelect: () => context.activate(user),
        }
      : {
          label: "Suspend…",
          icon: <Ban {...icon} />,
          reason: suspendReason(user, me),
          onSelect: () => open("suspend", user),
        };
  const opens = (dialog: UserDialog) => () => open(dialog, user);
  const create = may("users.createKeys")
    ? [
        {
          label: "Create token…",
          icon: <KeySquare {...icon} />,
          to: `/settings/tokens/new?for=${user.username}`,
        },
      ]
    : [];
  const rename = may("users.update")
    ? [{ label: "Rename…", icon: <Pencil {...icon} />, onSelect: opens("rename") }]
    : [];
  return [
    [
      {
        label: "Open access",
        icon: <UserRoundCog {...icon} />,
        to: `/users/${user.username}/access`,
      },
      {
        label: "Copy id",
        icon: <Copy {...icon} />,
        shortcut: "y",
        onSelect: () => context.copyId(user),
      },
    ],
    [
      ...(may("users.update") ? [status] : []),
      ...(may("users.updatePersonal")
        ? [
            {
              label: "Reset password…",
              icon: <KeyRound {...icon} />,
              reason: passwordReason(user, me),
              onSelect: opens("reset"),
            },
          ]
        : []),
      ...(may("users.deleteKeys")
        ? [{ label: "End all sessions…", icon: <LogOut {...icon} />, onSelect: opens("sessions") }]
        : []),
      ...create,
      ...rename,
    ],
    may("users.delete")
      ? [
          {
            label: "Delete…",
            icon: <Trash2 {...icon} />,
            danger: true,
            reason: deleteReason(user, me),
            onSelect: opens("delete"),
          },
        ]
      : [],
  ];
}
