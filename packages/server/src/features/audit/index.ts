export type { Audited } from "./diff.ts";
export {
  type AuditChange,
  dormancyFields,
  logAuditEntry,
  recordAudit,
  recordBackgroundAudits,
  recordOperatorAudit,
  recordRefusal,
} from "./record.ts";
export type { AuditEntry } from "./store.ts";
