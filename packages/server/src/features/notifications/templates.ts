/** Ids of the templates that this release sends (spec deployment §7.6); clients know them, never change one. */
export const notificationTemplates = {
  accountCreated: "4e19c0ac-94e1-4532-9515-d1801aa283b2",
  accountDeleted: "f44d9314-ad03-4bc8-95d0-5cad491da6b6",
  accountSuspended: "b02ddd82-4733-4d02-a2d7-c36f3598997d",
  accountActivated: "9f5af851-8408-4e73-a7a1-c6502ba46689",
  yourAccountSuspended: "6a2f0609-9b69-4d36-a989-9f5925b6cbff",
  yourAccountActivated: "1a6a6bea-ee0a-43e2-9e7c-eabdb53730e4",
  budgetThreshold: "0ba8b3c1-5f3e-4b51-9a5e-6f3f0f6f8d10",
  budgetThresholdOfUser: "4c0a0f9e-3a8c-4d1e-8a55-2f9d7a1b6e21",
  oneTimePasscode: "62f86a30-2330-4b61-a26d-311ff3b608cf",
} as const;

/** What happened to an account. */
export type AccountEvent = "created" | "deleted" | "suspended" | "activated";

/** The templates of an account event: for administrators, and for the person concerned. */
export const accountEventTemplates: Readonly<
  Record<AccountEvent, { administrators: string; affected: string | null }>
> = {
  created: { administrators: notificationTemplates.accountCreated, affected: null },
  deleted: { administrators: notificationTemplates.accountDeleted, affected: null },
  suspended: {
    administrators: notificationTemplates.accountSuspended,
    affected: notificationTemplates.yourAccountSuspended,
  },
  activated: {
    administrators: notificationTemplates.accountActivated,
    affected: notificationTemplates.yourAccountActivated,
  },
};
