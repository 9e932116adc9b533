import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { userPermissionsQuery } from "../../lib/access.ts";
import { useOrganizationNames } from "../../lib/organization.ts";
import { useSearchState } from "../../lib/page.ts";
import { organizationsQuery } from "../../lib/queries.ts";
import { AccessAnswer } from "./answer.tsx";
import { EffectiveList } from "./effective-list.tsx";
import {
  type AccessUser,
  type Question,
  questionFrom,
  questionOf,
  questionSearch,
  searchOf,
} from "./question.ts";
import { QuestionForm } from "./question-form.tsx";

/** What a user may do, and why: a question with its answer, and everything at once. The question is in the address. */
export function Access({
  user,
  isSelf = false,
}: {
  readonly user: AccessUser;
  readonly isSelf?: boolean;
}) {
  const { data: permissions } = useSuspenseQuery(userPermissionsQuery(user.id));
  const { data: organizations = [] } = useQuery(organizationsQuery);
  const [search, setSearch] = useSearchState(questionSearch);
  const heading = useRef<HTMLHeadingElement>(null);
  const nameOf = useOrganizationNames();
  const question =
    questionOf(search) ?? questionFrom(permissions.effective[0], user.organization_ids[0]);
  const ask = (next: Question) => setSearch(searchOf(next), { replace: true });
  return (
    <div className="flex flex-col gap-8">
      <section aria-labelledby="ask" className="flex flex-col gap-4">
        <h2 ref={heading} id="ask" tabIndex={-1} className="scroll-mt-20 text-h2 outline-none">
          Can {isSelf ? "you" : user.username} do this?
        </h2>
        <QuestionForm question={question} organizations={organizations} onChange={ask} />
        <AccessAnswer user={user} question={question} roles={permissions.roles} nameOf={nameOf} />
      </section>
      <section aria-labelledby="effective" className="flex flex-col gap-4">
        <h2 id="effective" className="text-h2">
          Effective permissions
        </h2>
        <EffectiveList
          permissions={permissions}
          nameOf={nameOf}
          onAsk={(next) => {
            ask(next);
            // The answer stands above, perhaps out of sight.
            heading.current?.focus();
          }}
        />
      </section>
    </div>
  );
}
