import { queryOptions } from "@tanstack/react-query";
import { api } from "./api.ts";

/** All that a user may do, and from which roles. Asked anew with everything else about users. */
export function userPermissionsQuery(id: string) {
  return queryOptions({
    queryKey: ["users", "part", id, "permissions"],
    queryFn: ({ signal }) => api.call("getUserPermissions", { params: { user: id } }, { signal }),
  });
}
