import { useSuspenseQuery } from "@tanstack/react-query";
import { useSearchState } from "../../lib/page.ts";
import { usePlace } from "../../lib/place.ts";
import { ConfigurationView } from "./configuration-view.tsx";
import { DeploymentTabs } from "./deployment-tabs.tsx";
import { configurationQuery } from "./queries.ts";

const configurationSearch = { q: "", changed: "" } as const;

/** The configuration of the server. */
export function Page() {
  const [search, setSearch] = useSearchState(configurationSearch);
  const { data } = useSuspenseQuery(configurationQuery);
  usePlace([{ label: "Deployment", to: "/deployment" }, { label: "Configuration" }]);
  return (
    <ConfigurationView
      tabs={<DeploymentTabs current="configuration" />}
      options={data.options}
      q={search.q}
      changed={search.changed === "yes"}
      onFilter={({ q, changed }) =>
        setSearch(
          {
            ...(q === undefined ? {} : { q }),
            ...(changed === undefined ? {} : { changed: changed ? "yes" : "" }),
          },
          { replace: changed === undefined },
        )
      }
    />
  );
}
