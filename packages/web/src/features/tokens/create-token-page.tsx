import {
  keepPreviousData,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Callout } from "../../components/callout/callout.tsx";
import type { Entity } from "../../components/entity-picker/entity-picker.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { LeaveGuard } from "../../components/leave-guard/leave-guard.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { isExpired } from "../../components/token-table/text.ts";
import { useSecret } from "../../components/token-table/use-secret.tsx";
import { tokensChanged } from "../../lib/changed.ts";
import { useForm } from "../../lib/form.ts";
import { useSearchState } from "../../lib/page.ts";
import { useIsJudged, useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { fieldError, problemOf, statusOf } from "../../lib/problem.ts";
import { meQuery } from "../../lib/queries.ts";
import { reasons } from "../../lib/reasons.ts";
import { dateTimeText } from "../../lib/time.ts";
import { scopeCatalog } from "./catalog.ts";
import { createToken, type NewToken, nameFault, newTokenLabels } from "./create-token.ts";
import { CreateTokenFields } from "./create-token-fields.tsx";
import { CreateTokenSummary } from "./create-token-summary.tsx";
import { endOfLifetime, firstLifetime, lifetimeFault } from "./lifetime.ts";
import { lintToken } from "./lint.ts";
import { tokensChecks } from "./permissions.ts";
import { ownerQuery, ownTokensQuery, scopesQuery, tokenConfigQuery } from "./queries.ts";

const addressDefaults = { for: "" } as const;

/** Whom a new token is for at first; null is oneself. */
interface FirstOwner {
  readonly owner: Entity | null;
  /** Why it is not the one whom the address names. */
  readonly refusal?: string;
}

/** Whom the address asks for; undefined while that is not decided. A token must never be somebody else's by haste. */
function useFirstOwner(asked: string, mine: string): FirstOwner | undefined {
  const isJudged = useIsJudged();
  const mayForOthers = useMay(tokensChecks)("tokens.createForOthers");
  const isOther = asked !== "" && asked !== mine;
  const { data: owner, error } = useQuery({
    ...ownerQuery(asked),
    enabled: isOther && mayForOthers,
  });
  const config = useQuery({
    ...tokenConfigQuery(owner?.id ?? ""),
    enabled: owner !== undefined,
  });
  if (!isOther) return { owner: null };
  if (!isJudged) return undefined;
  if (!mayForOthers) return { owner: null, refusal: reasons.tokensOfOthers };
  if (statusOf(error) === 404) {
    return { owner: null, refusal: "There is no user with this name, or you may not see them." };
  }
  if (error !== null) return { owner: null, refusal: problemOf(error).message };
  return owner === undefined || config.isPending ? undefined : { owner };
}

/** The list that shows a new token: one's own, that of the user who was asked for, or that of everybody. */
function listAfter(target: Entity | null, asked: string): string {
  if (target === null) return "/settings/tokens";
  return target.name === asked ? `/users/${asked}/tokens` : "/keys";
}

/** Makes a token, once it is known for whom. */
export function Page() {
  const { data: me } = useSuspenseQuery(meQuery);
  const [{ for: asked }] = useSearchState(addressDefaults);
  const first = useFirstOwner(asked, me.username);
  usePlace([{ label: "Tokens", to: "/settings/tokens" }, { label: "Create token" }]);
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-8">
      <PageHeader title="Create token" />
      {first === undefined ? (
        <Skeleton count={6} />
      ) : (
        <CreateTokenForm key={asked} asked={asked} first={first} />
      )}
    </div>
  );
}

/** Four sections and a summary that says at once what the token will be able to do. */
function CreateTokenForm({ asked, first }: { readonly asked: string; readonly first: FirstOwner }) {
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: scopes } = useSuspenseQuery(scopesQuery);
  const { data: own } = useSuspenseQuery(ownTokensQuery);
  const mayForOthers = useMay(tokensChecks)("tokens.createForOthers");
  const [target, setTarget] = useState(first.owner);
  const ownerId = target?.id ?? me.id;
  const configQuery = tokenConfigQuery(target?.id ?? "me");
  // Until the maximum of another owner is here, that of the one before stands.
  const config = useQuery({ ...configQuery, placeholderData: keepPreviousData });
  const maximum = BigInt(config.data?.max_token_lifetime ?? 0);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const secret = useSecret(() => {
    void navigate({ to: listAfter(target, asked), ignoreBlocker: true });
  });
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
      const config = await queries.ensureQueryData(configQuery);
      const longest = BigInt(config.max_token_lifetime);
      const key = await createToken(target?.id ?? "me", values, longest);
      const end = endOfLifetime(values.lifetime, longest, Date.now());
      secret.reveal(key, [
        ...(end === undefined ? [] : [`Works until ${dateTimeText(end)}.`]),
        `Scopes: ${values.scopes.join(", ")}.`,
      ]);
      form.reset(initial);
      void tokensChanged(queries);
    },
  });
  const findings = lint(form.values);
  return (
    <>
      <LeaveGuard
        changed={form.changed.map((name) =>
          name === "objects" ? "Objects" : newTokenLabels[name],
        )}
      />
      <form {...form.props} className="flex flex-col gap-x-10 gap-y-6 xl:flex-row">
        <div className="flex min-w-0 grow flex-col gap-6">
          <FormAlert problem={form.problem} />
          {first.refusal === undefined ? null : (
            <Callout title={`This token is yours, not ${asked}'s.`}>{first.refusal}</Callout>
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
    </>
  );
}
