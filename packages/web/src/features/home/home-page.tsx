import { useSuspenseQuery } from "@tanstack/react-query";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { usePlace } from "../../lib/place.ts";
import { meQuery } from "../../lib/queries.ts";

/** What needs whoever is signed in, and what they may. */
export function Page() {
  const { data: me } = useSuspenseQuery(meQuery);
  usePlace([{ label: "Home" }]);
  return <PageHeader title={`Hello, ${me.name ?? me.username}`} />;
}
