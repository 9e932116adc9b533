import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Forbidden } from "../../components/states/states.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { settingsChanged } from "../../lib/changed.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf, statusOf } from "../../lib/problem.ts";
import { DeploymentTabs } from "./deployment-tabs.tsx";
import { IssuersView, MoveIssuerDialog, type MovePlan } from "./issuers-view.tsx";
import { deploymentChecks } from "./permissions.ts";
import { issuersQuery } from "./queries.ts";

interface Move {
  readonly from: string;
  readonly to: string;
  readonly dry_run: boolean;
}

/** The identity providers that users are linked with, and the move of one to another address. */
export function Page() {
  const queries = useQueryClient();
  const may = useMay(deploymentChecks);
  const issuers = useQuery(issuersQuery);
  const [moved, setMoved] = useState<string>();
  const [plan, setPlan] = useState<MovePlan>();
  const move = useMutation({
    mutationFn: (body: Move) => api.call("migrateOidcIssuer", { body }),
    onSuccess: async ({ links, conflicts }, { to, dry_run: isDry }) => {
      if (isDry) {
        setPlan({ to, links, conflicts });
        return;
      }
      setMoved(undefined);
      toastDone(links === 1 ? "1 user moved." : `${links.toLocaleString()} users moved.`);
      await settingsChanged(queries, issuersQuery.queryKey);
    },
  });
  usePlace([{ label: "Deployment", to: "/deployment" }, { label: "Identity providers" }]);
  if (statusOf(issuers.error) === 403) {
    return (
      <Forbidden back={{ label: "Go to Home", to: "/" }}>
        You need the owner role to see with which identity providers users are linked. An owner can
        grant it.
      </Forbidden>
    );
  }
  return (
    <>
      <IssuersView
        tabs={<DeploymentTabs current="issuers" />}
        issuers={issuers.data?.issuers}
        busy={issuers.isFetching}
        problem={issuers.error === null ? undefined : problemOf(issuers.error)}
        mayMove={may("deployment.updateConfig")}
        onMove={(issuer) => {
          move.reset();
          setPlan(undefined);
          setMoved(issuer);
        }}
        onRetry={() => void issuers.refetch()}
      />
      {moved === undefined ? null : (
        <MoveIssuerDialog
          from={moved}
          pending={move.isPending}
          problem={move.error === null ? undefined : problemOf(move.error)}
          plan={plan}
          onCheck={(to) => move.mutate({ from: moved, to, dry_run: true })}
          onMove={(to) => move.mutate({ from: moved, to, dry_run: false })}
          onClose={() => setMoved(undefined)}
        />
      )}
    </>
  );
}
