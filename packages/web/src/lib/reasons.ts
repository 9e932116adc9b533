/** Why something is refused for this object or for now; each says who can change it, in at most 90 characters. */
export const reasons = {
  self: "You cannot change yourself. Another administrator can.",
  ownerSuspend: "Remove the Owner role first. Another owner can do that.",
  ownerOnly: "Only an owner can change an owner.",
  rolesSynced: "Roles come from the identity provider. Its role mapping changes them.",
  notPassword: "This user does not sign in with a password.",
  notAssignable: "You may not assign this role. An owner can.",
  deleted: "This user is deleted.",
  offline: "No connection. Changes are not saved.",
} as const;
