import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { Callout } from "../../components/callout/callout.tsx";
import type { Entity } from "../../components/entity-picker/entity-picker.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { isExpired } from "../../components/token-table/text.ts";
import { useSecret } from "../../components/token-table/use-secret.tsx";
import { useForm } from "../../lib/form.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { fieldError } from "../../lib/problem.ts";
import { meQuery } from "../../lib/queries.ts";
import { reasons } from "../../lib/reasons.ts";
import { dateTimeText } from "../../lib/time.ts";
import { tokenKeys } from "../../lib/tokens.ts";
import { scopeCatalog } from "./catalog.ts";
import { createToken, type NewToken, nameFault, newTokenLabels } from "./create-token.ts";
import { CreateTokenFields } from "./create-token-fields.tsx";
import { CreateTokenSummary } from "./create-token-summary.tsx";
import { endOfLifetime, firstLifetime, lifetimeFault } from "./lifetime.ts";
import { lintToken } from "./lint.ts";
import { tokensChecks } from "./permissions.ts";
import { ownerQuery, ownTokensQuery, scopesQuery, tokenConfigQuery } from "./queries.ts";

const addressDefaults = { for: "" } as const;

/** Chooses the user whom the address names, once they are loaded; what is chosen later stays. */
function useGivenOwner(username: string, choose: (owner: Entity) => void): void {
  const given = useQuery({ ...ownerQuery(username), enabled: username !== "" });
  const { data: owner } = given;
  useEffect(() => {
    if (owner !== undefined) choose(owner);
  }, [owner, choose]);
}

/** The list that shows a new token: one's own, that of the user who was asked for, or that of everybody. */
function listAfter(target: Entity | null, asked: string): string {
  if (target === null) return "/settings/tokens";
  return target.name === asked ? `/users/${asked}/tokens` : "/keys";
}

/** Makes a token: four sections and a summary that says at once what it will be able to do. */
export function Page() {
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: scopes } = useSuspenseQuery(scopesQuery);
  const { data: own } = useSuspenseQuery(ownTokensQuery);
  const may = useMay(tokensChecks);
  const [address] = useSearchState(addressDefaults);
  const [target, setTarget] = useState<Entity | null>(null);
  const mayForOthers = may("tokens.createForOthers");
  useGivenOwner(mayForOthers ? address.for : "", setTarget);
  const ownerId = target?.id ?? me.id;
  const config = useQuery(tokenConfigQuery(target?.id ?? "me"));
  const maximum = BigInt(config.data?.max_token_lifetime ?? 0);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const secret = useSecret(() => {
    void navigate({ to: listAfter(target, address.for), ignoreBlocker: true });
  });
  usePlace([{ label: "Tokens", to: "/settings/tokens" }, { label: "Create token" }]);
  const catalog = useMemo(() => scopeCatalog(scopes.external), [scopes]);
  const expiredNames = useMemo(() => {
    const now = Date.now();
    return new Set(own.filter((each) => isExpired(each, now)).map((each) => each.token_name));
  }, [own]);
  const lint = (values: NewToken) =>
    lintToken(
      {
        name: values.token_name,
        scopes: new Set(values.scopes),
        objects: values.objects ?? undefined,
        ownerId,
      },
      catalog,
      target === null ? expiredNames : new Set(),
    );
  const initial: NewToken = {
    token_name: "",
    lifetime: { choice: firstLifetime(maximum), until: "" },
    scopes: [],
    objects: null,
  };
  const form = useForm<NewToken>({
    initial,
    labels: newTokenLabels,
    check: (values) => {
      const blocking = lint(values).filter((finding) => finding.blocking);
      const text = (key: string) => blocking.find((finding) => finding.key === key)?.text;
      return {
        token_name: nameFault(values.token_name) ?? text("name"),
        lifetime: lifetimeFault(values.lifetime, maximum, Date.now()),
        scopes: text("scopes"),
        objects: text("objects"),
      };
    },
    submit: async (values) => {
      const key = await createToken(target?.id ?? "me", values, maximum);
      const end = endOfLifetime(values.lifetime, maximum, Date.now());
      form.reset(initial);
      await queries.invalidateQueries({ queryKey: tokenKeys.all });
      secret.reveal(key, [
        ...(end === undefined ? [] : [`Works until ${dateTimeText(end)}.`]),
        `Scopes: ${values.scopes.join(", ")}.`,
      ]);
    },
  });
  const findings = lint(form.values);
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-8">
      <LeaveGuard
        changed={form.changed.map((name) =>
          name === "objects" ? "Objects" : newTokenLabels[name],
        )}
      />
      <PageHeader title="Create token" />
      <form {...form.props} className="flex flex-col gap-x-10 gap-y-6 xl:flex-row">
        <div className="flex min-w-0 grow flex-col gap-6">
          <FormAlert problem={form.problem} />
          {mayForOthers || address.for === "" || address.for === me.username ? null : (
            <Callout title={`This token is yours, not ${address.for}'s.`}>
              {reasons.tokensOfOthers}
            </Callout>
          )}
          <CreateTokenFields
            form={form}
            nameError={form.error("token_name") ?? fieldError(form.failure, "name")}
            catalog={catalog}
            maximum={maximum}
            target={target}
            onTarget={mayForOthers ? setTarget : undefined}
            me={me}
          />
        </div>
        <CreateTokenSummary
          values={form.values}
          findings={findings}
          maximum={maximum}
          owner={target?.name}
          pending={form.pending}
          onFix={(objects) => form.set("objects", objects)}
        />
      </form>
      {secret.dialog}
    </div>
  );
}
