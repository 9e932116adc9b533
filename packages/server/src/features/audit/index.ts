export {
  type BackgroundChange,
  backgroundEntry,
  dormancyFields,
  logAuditEntry,
  logBackgroundAudits,
  recordAudit,
  recordAudits,
  recordBackgroundAudits,
  recordOperatorAudit,
  recordOperatorAudits,
  recordRefusal,
} from "./record.ts";
export type { AuditEntry } from "./store.ts";
