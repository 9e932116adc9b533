import { useQuery } from "@tanstack/react-query";
import { Access } from "../../../components/access/access.tsx";
import { meQuery } from "../../../lib/queries.ts";
import type { TabProps } from "./props.ts";

/** What a user may do, and why. */
export function Body({ user }: TabProps) {
  const { data: me } = useQuery(meQuery);
  return <Access user={user} isSelf={me?.id === user.id} />;
}
