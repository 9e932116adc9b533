import type { UserRow } from "../../context/actor.ts";
import type { Deps } from "../../context/deps.ts";
import type { RequestContext } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Tx } from "../../db/types.ts";
import { enqueueMessages, isActiveUser, listActiveHolders } from "./store.ts";
import { type AccountEvent, accountEventTemplates, notificationTemplates } from "./templates.ts";

/** The ways a message goes out: the default method where it is configured, and the inbox. */
export function dispatchMethods(deps: Pick<Deps, "config" | "mailer">): string[] {
  const { notificationsMethod, notificationsInboxEnabled, notificationsWebhookEndpoint } =
    deps.config;
  const configured =
    notificationsMethod === "webhook"
      ? notificationsWebhookEndpoint !== ""
      : deps.mailer.configured;
  return [
    ...(configured ? [notificationsMethod] : []),
    ...(notificationsInboxEnabled ? ["inbox"] : []),
  ];
}

/**
 * Enqueues what happened to an account for all active owners and user administrators, and for the
 * person concerned (spec users §11). A failure is logged and never fails the request.
 */
export async function enqueueAccountEvent(
  deps: Deps,
  ctx: RequestContext,
  event: AccountEvent,
  user: UserRow,
  initiator = initiatorName(ctx),
): Promise<void> {
  const methods = dispatchMethods(deps);
  if (methods.length === 0) return;
  const templates = accountEventTemplates[event];
  const labels = {
    [`${event}_account_name`]: user.username,
    [`${event}_account_user_name`]: user.name === "" ? user.username : user.name,
    initiator,
  };
  const person = { id: user.id, name: user.name, email: user.email };
  const common = {
    methods,
    labels,
    data: event === "deleted" ? null : { user: person },
    targets: [user.id],
    createdBy: "users",
    now: ctx.now,
  };
  try {
    await inTransaction(deps.db, async (tx) => {
      const except = event === "created" ? user.id : null;
      const recipientIds = await listActiveHolders(tx, ["owner", "user-admin"], except);
      await enqueueMessages(tx, { ...common, templateId: templates.administrators, recipientIds });
      if (templates.affected === null) return;
      const affected = { templateId: templates.affected, recipientIds: [user.id] };
      await enqueueMessages(tx, { ...common, ...affected });
    });
  } catch (error) {
    deps.log.error({ err: error, event, request_id: ctx.requestId }, "notification not enqueued");
  }
}

function initiatorName(ctx: RequestContext): string {
  const user = ctx.actor?.user;
  if (user === undefined) return "coder";
  return user.name === "" ? user.username : user.name;
}

/** A user came near the limit of an AI budget, or reached it. */
export interface BudgetThreshold {
  userId: string;
  /** The same for every message of one event, so that repeated ones collapse. */
  labels: Readonly<Record<string, string>>;
  now: Date;
}

/**
 * Enqueues the messages about a threshold inside the caller's transaction: for the user while he is
 * active, and for all active owners and user administrators but him (spec ai-prices §7.5).
 */
export async function enqueueBudgetThreshold(
  deps: Pick<Deps, "config" | "mailer">,
  tx: Tx,
  { userId, labels, now }: BudgetThreshold,
): Promise<void> {
  const methods = dispatchMethods(deps);
  const common = { methods, labels, data: null, targets: [userId], createdBy: "ai-budgets", now };
  if (await isActiveUser(tx, userId)) {
    const templateId = notificationTemplates.budgetThreshold;
    await enqueueMessages(tx, { ...common, templateId, recipientIds: [userId] });
  }
  const recipientIds = await listActiveHolders(tx, ["owner", "user-admin"], userId);
  const templateId = notificationTemplates.budgetThresholdOfUser;
  await enqueueMessages(tx, { ...common, templateId, recipientIds });
}
