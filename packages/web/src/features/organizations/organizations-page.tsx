import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { usePeeked } from "../../components/drawer/use-peeked.ts";
import { useKeys } from "../../lib/keyboard.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf } from "../../lib/problem.ts";
import { organizationsQuery } from "../../lib/queries.ts";
import { organizationsColumns } from "./columns.tsx";
import { GroupCount, MemberCount } from "./counts.tsx";
import { OrganizationPeek } from "./organization-peek.tsx";
import { OrganizationsView } from "./organizations-view.tsx";
import { organizationsChecks } from "./permissions.ts";
import { matching, organizationsSearch, pageOf } from "./search.ts";

/** Every organization that whoever is signed in may read. */
export function Page() {
  const [search, setSearch] = useSearchState(organizationsSearch);
  const navigate = useNavigate();
  const may = useMay(organizationsChecks);
  const list = useQuery(organizationsQuery);
  const { page, size } = pageOf(search);
  const found = list.data === undefined ? undefined : matching(list.data, search.q);
  const rows = found?.slice((page - 1) * size, page * size);
  const peeked = usePeeked(rows, ({ id }) => id);
  const mayCreate = may("organizations.create");
  const columns = useMemo(
    () =>
      organizationsColumns({
        members: (organization) => <MemberCount organization={organization} />,
        groups: (organization) => <GroupCount organization={organization} />,
      }),
    [],
  );
  usePlace([{ label: "Organizations" }]);
  useKeys({ c: () => (mayCreate ? void navigate({ to: "/organizations/new" }) : undefined) });
  return (
    <>
      <OrganizationsView
        q={search.q}
        page={page}
        size={size}
        columns={columns}
        rows={rows}
        total={found?.length}
        busy={list.isFetching}
        problem={list.error === null ? undefined : problemOf(list.error)}
        mayCreate={mayCreate}
        onPeek={peeked.open}
        onQuery={(q) => setSearch({ q, page: "1" }, { replace: true })}
        onPage={(next) => setSearch({ page: String(next) })}
        onSize={(next) => setSearch({ size: String(next), page: "1" })}
        onRetry={() => void list.refetch()}
      />
      {peeked.row === undefined ? null : (
        <OrganizationPeek organization={peeked.row} onStep={peeked.step} onClose={peeked.close} />
      )}
    </>
  );
}
