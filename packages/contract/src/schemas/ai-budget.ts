import {
  bool,
  int,
  int64,
  list,
  nullable,
  object,
  oneOf,
  optional,
  text,
  time,
  uuid,
} from "../schema.ts";

/** The greatest limit in micro-units, inclusive: one million dollars (spec ai-prices §7.1). */
export const maxLimitMicros = 1_000_000_000_000n;

/** What a limit comes from. */
export const limitSources = ["user_override", "group"] as const;

const limitText = "Limit of a period in micro-units (1,000,000 = $1.00); 0 blocks";

const givenLimit = optional(
  int64({ description: `${limitText}. 0 to ${maxLimitMicros}; must be given.` }),
);

/** The budget of a group (spec ai-prices §8.2). */
export const groupBudget = object(
  {
    group_id: uuid({ description: "Id of the group." }),
    spend_limit_micros: int64({ description: `${limitText}. For each member separately.` }),
    created_at: time({ description: "When the group got a budget." }),
    updated_at: time({ description: "When it last changed." }),
  },
  { name: "GroupAIBudget", description: "What each member of a group may spend in a period." },
);

/** The body of `PUT /groups/{group}/ai/budget`. */
export const setGroupBudgetRequest = object(
  { spend_limit_micros: givenLimit },
  { name: "UpsertGroupAIBudgetRequest", description: "The budget of a group." },
);

/** The budget of one user, in place of those of his groups (spec ai-prices §8.3). */
export const budgetOverride = object(
  {
    user_id: uuid({ description: "Id of the user." }),
    group_id: uuid({ description: "The group that the spend is attributed to." }),
    spend_limit_micros: int64({ description: `${limitText}.` }),
    created_at: time({ description: "When the user got an override." }),
    updated_at: time({ description: "When it last changed." }),
  },
  { name: "UserAIBudgetOverride", description: "A budget of one user's own." },
);

/** The body of `PUT /users/{user}/ai/budget/override`. */
export const setBudgetOverrideRequest = object(
  {
    group_id: optional(
      uuid({ description: "A group that the user is a member of; must be given." }),
    ),
    spend_limit_micros: givenLimit,
  },
  { name: "UpsertUserAIBudgetOverrideRequest", description: "A budget of one user's own." },
);

/** The answer of `GET /organizations/{organization}/ai/budget/overrides`. */
export const budgetOverrides = object(
  {
    overrides: list(
      object(
        {
          user_id: uuid({ description: "Id of the user." }),
          username: text({ description: "Name of the user." }),
          group_id: uuid({ description: "The group that the spend is attributed to." }),
          group_name: text({ description: "Name of that group." }),
          spend_limit_micros: int64({ description: `${limitText}.` }),
          created_at: time({ description: "When the user got an override." }),
          updated_at: time({ description: "When it last changed." }),
        },
        { name: "NamedUserAIBudgetOverride", description: "A budget of one user's own." },
      ),
      { description: "By username; of users that the caller may read." },
    ),
    count: int({ description: "All that the caller may read, before paging." }),
  },
  { name: "OrganizationAIBudgetOverrides", description: "Budgets of single users." },
);

const periodFields = {
  period_start: time({ description: "First instant of the period, UTC." }),
  period_end: time({ description: "First instant after the period, UTC." }),
};

/** What a user spent in the current period (spec ai-prices §8.4). */
export const userSpend = object(
  {
    user_id: uuid({ description: "Id of the user." }),
    effective_group_id: nullable(
      uuid({ description: "The group that pays; null without any organization." }),
    ),
    effective_budget: nullable(
      object(
        {
          spend_limit_micros: int64({ description: `${limitText}.` }),
          limit_source: oneOf(limitSources, {
            required: true,
            description: "`user_override`: the user's own budget; `group`: that of the group.",
          }),
        },
        { name: "EffectiveAIBudget", description: "The limit that counts; null: unlimited." },
      ),
    ),
    ...periodFields,
    current_spend_micros: int64({ description: "Spend of the user in the effective group." }),
  },
  { name: "UserAISpend", description: "What a user spent and may spend." },
);

const groupSpendFields = {
  group_id: uuid({ description: "Id of the group." }),
  spend_limit_micros: nullable(int64({ description: "Limit of each member; null: none." })),
  total_spend_limit_micros: nullable(
    int64({
      description:
        "The limits of all members whose spend goes to this group, overrides included; null: none.",
    }),
  ),
  current_spend_micros: int64({ description: "Spend of all users attributed to the group." }),
};

/** What a group spent in the current period. */
export const groupSpend = object(
  { ...groupSpendFields, ...periodFields },
  { name: "GroupAISpend", description: "What a group spent and may spend." },
);

/** What several groups of an organization spent. */
export const groupsSpend = object(
  {
    ...periodFields,
    groups: list(
      object(
        { ...groupSpendFields, ...periodFields },
        { name: "GroupAISpend", description: "What a group spent and may spend." },
      ),
      { description: "By id; only groups of the organization that the caller may read." },
    ),
  },
  { name: "OrganizationGroupsAISpend", description: "What groups spent." },
);

/** What members of a group spent. */
export const membersSpend = object(
  {
    ...periodFields,
    members: list(
      object(
        {
          user_id: uuid({ description: "Id of the user." }),
          effective_group_id: nullable(
            uuid({
              description: "The group that pays; null where it belongs to another organization.",
            }),
          ),
          group_budget: optional(
            object(
              { spend_limit_micros: int64({ description: `${limitText}.` }) },
              {
                name: "MemberGroupAIBudget",
                description: "Only where this group's budget is the one that counts.",
              },
            ),
          ),
          group_spend_micros: int64({ description: "Spend attributed to this group." }),
        },
        { name: "GroupMemberAISpend", description: "What a member spent." },
      ),
      { description: "By id; only members that the caller may see." },
    ),
  },
  { name: "GroupMembersAISpend", description: "What members of a group spent." },
);

/** Ids that a list is asked about: 1 to 100. */
export const askedIds = (what: string) =>
  list(uuid({ description: `Id of a ${what}.` }), {
    required: true,
    maxItems: 100,
    description: `Which ${what}s, 1 to 100.`,
  });

/** The body of `POST /ai/budget/check` (spec ai-prices §9.3). */
export const checkBudgetRequest = object(
  {
    user_id: uuid({ required: true, description: "Who is about to use AI." }),
    estimate_micros: optional(
      int64({ description: "What the request may cost at most, 1 to 10^13 micro-units." }),
    ),
    reserve: bool({ description: "Whether to keep the estimate free until the record arrives." }),
  },
  { name: "CheckAIBudgetRequest", description: "A question before a request." },
);

/** The answer of `POST /ai/budget/check`. */
export const budgetDecision = object(
  {
    allowed: bool({ description: "Whether the request may be made." }),
    exceeded: bool({ description: "Whether the limit is reached already." }),
    effective_group_id: nullable(uuid({ description: "The group that pays." })),
    spend_limit_micros: nullable(int64({ description: "The limit; null: unlimited." })),
    current_spend_micros: int64({ description: "Spend of the user in that group." }),
    remaining_micros: nullable(
      int64({ description: "Limit less spend and reservations, at least 0; null: unlimited." }),
    ),
    reservation_id: optional(
      uuid({ description: "To be sent with the usage record; expires after ten minutes." }),
    ),
    message: optional(
      text({ description: "For the person who is refused; omitted for who is allowed." }),
    ),
  },
  { name: "AIBudgetDecision", description: "Whether a request may be made." },
);

/** A limit that a user came near or reached (spec ai-prices §9.5). */
export const thresholdEvent = object(
  {
    user_id: uuid({ description: "Who spent." }),
    username: text({ description: "Name of the user; empty when he is gone." }),
    effective_group_id: uuid({ description: "The group that pays." }),
    period_start: time({ description: "First instant of the period, UTC." }),
    percent: int({
      description:
        "The threshold in percent of the limit; 85 and 100 unless others are configured.",
    }),
    spend_micros: int64({ description: "Spend when it was reached." }),
    limit_micros: int64({ description: "Limit when it was reached." }),
    limit_source: oneOf(limitSources, { required: true, description: "Where the limit is from." }),
    created_at: time({ description: "When it was reached." }),
    notified_at: nullable(time({ description: "When messages were enqueued; null: not yet." })),
  },
  { name: "AIBudgetThresholdEvent", description: "A user came near a limit, or reached it." },
);
