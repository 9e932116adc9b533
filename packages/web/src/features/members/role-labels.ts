/** What a role that somebody holds is called on screen. */
export function heldRoleLabel(role: {
  readonly name: string;
  readonly display_name?: string | undefined;
}) {
  return role.display_name === undefined || role.display_name === ""
    ? role.name
    : role.display_name;
}
