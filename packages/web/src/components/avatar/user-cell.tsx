import { Badge } from "../badge/badge.tsx";
import { AvatarName } from "./avatar.tsx";

/** Who a row of a table is about: picture, user name, a second line, and a mark when a program signs in as it. */
export function UserCell({
  id,
  user,
  beside,
  secondary,
}: {
  readonly id: string;
  readonly user: {
    readonly username: string;
    readonly avatar_url?: string | undefined;
    readonly is_service_account?: boolean | undefined;
  };
  readonly beside?: string | undefined;
  readonly secondary: string | undefined;
}) {
  const isService = user.is_service_account === true;
  return (
    <span className="inline-flex min-w-0 items-center gap-2 max-sm:flex-wrap">
      <AvatarName
        id={id}
        name={user.username}
        beside={beside}
        secondary={secondary}
        kind={isService ? "service_account" : "user"}
        url={user.avatar_url}
        size={24}
      />
      {isService ? <Badge>service</Badge> : null}
    </span>
  );
}
