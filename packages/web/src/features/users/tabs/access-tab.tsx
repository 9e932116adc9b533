import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useOrganizationNames } from "../../../lib/organization.ts";
import { organizationsQuery } from "../../../lib/queries.ts";
import { AccessAnswer } from "../access/answer.tsx";
import { EffectiveList } from "../access/effective-list.tsx";
import { type Question, questionFrom } from "../access/question.ts";
import { QuestionForm } from "../access/question-form.tsx";
import { userPermissionsQuery } from "../queries.ts";
import type { TabProps } from "./props.ts";

/** What a user may do, and why: a question with its answer, and everything at once. */
export function Body({ user }: TabProps) {
  const { data: permissions } = useSuspenseQuery(userPermissionsQuery(user.id));
  const { data: organizations = [] } = useQuery(organizationsQuery);
  const [question, setQuestion] = useState<Question>(() =>
    questionFrom(permissions.effective[0], user.organization_ids[0]),
  );
  const nameOf = useOrganizationNames();
  return (
    <div className="flex flex-col gap-8">
      <section aria-labelledby="ask" className="flex flex-col gap-4">
        <h2 id="ask" className="text-h2">
          Can {user.username} do this?
        </h2>
        <QuestionForm question={question} organizations={organizations} onChange={setQuestion} />
        <AccessAnswer user={user} question={question} nameOf={nameOf} />
      </section>
      <section aria-labelledby="effective" className="flex flex-col gap-4">
        <h2 id="effective" className="text-h2">
          Effective permissions
        </h2>
        <EffectiveList permissions={permissions} nameOf={nameOf} onAsk={setQuestion} />
      </section>
    </div>
  );
}
