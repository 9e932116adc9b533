export type { Audited } from "./diff.ts";
export {
  type AuditChange,
  dormancyFields,
  logAuditEntry,
  recordAudit,
  recordBackgroundAudits,
  recordRefusal,
} from "./record.ts";
export type { AuditEntry } from "./store.ts";
