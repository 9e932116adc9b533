/** Why something is refused for this object or for now; each says who can change it, in at most 90 characters. */
export const reasons = {
  self: "You cannot change yourself. Another administrator can.",
  ownerSuspend: "Remove the Owner role first. Another owner can do that.",
  ownerOnly: "Only an owner can change an owner.",
  rolesSynced: "Roles come from the identity provider. Its role mapping changes them.",
  notPassword: "This user does not sign in with a password.",
  notAssignable: "You may not assign this role. An owner can.",
  configuration: "Only who may change the deployment can do that. An owner can.",
  deleted: "This user is deleted.",
  selfMember: "You cannot remove yourself. Another administrator can.",
  selfRoles: "You cannot change your own roles. Another administrator can.",
  defaultOrganization: "The default organization stays. Nobody can delete it.",
  builtInRole: "This role comes with Gatehouse. Nobody can change it.",
  roleRead: "You may not change roles here. An organization admin can.",
  groupRead: "You may not change this group. An organization admin can.",
  providerGroup: "The identity provider manages this group. Change it there.",
  offline: "No connection. Changes are not saved.",
} as const;
