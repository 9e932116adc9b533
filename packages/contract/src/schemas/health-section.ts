import { bool, list, object, oneOf, optional, text } from "../schema.ts";

/** How bad a finding is, from harmless to severe (spec deployment §4.2). */
export const healthSeverities = ["ok", "warning", "error"] as const;

/** Codes of findings (spec deployment §4.2). */
export const healthCodes = [
  "EUNKNOWN",
  "EACS01",
  "EACS02",
  "EACS03",
  "EACS04",
  "EDB01",
  "EDB02",
  "EWS01",
  "EWS02",
  "EWS03",
  "EDERP01",
  "EDERP02",
  "EDERP03",
  "ESTUN01",
  "ESTUN02",
  "EIF01",
  "EWP01",
  "EWP02",
  "EWP04",
  "EPD01",
  "EPD02",
  "EPD03",
  "EIDP01",
  "EIDP02",
  "EIDP03",
  "EENC01",
  "EAPB01",
] as const;

/** The severity of a section or of the whole report. */
export const healthSeverity = oneOf(healthSeverities, {
  required: true,
  name: "HealthSeverity",
  description: "How bad the worst finding is.",
});

/** One finding of a check. */
export const healthMessage = object(
  {
    code: oneOf(healthCodes, {
      required: true,
      name: "HealthCode",
      description: "Stable name of the finding.",
    }),
    message: text({ description: "What was found, for operators." }),
  },
  { name: "HealthMessage", description: "A finding." },
);

/** What every checked thing tells about itself. */
export const findingFields = {
  error: optional(text({ description: "Why the check failed; omitted when it did not." })),
  healthy: bool({ description: "Deprecated: read `severity`." }),
  severity: healthSeverity,
  warnings: list(healthMessage, { description: "The findings." }),
} as const;

/** What every section of the report starts with. */
export const sectionFields = {
  ...findingFields,
  dismissed: bool({ description: "Whether administrators chose not to be told." }),
} as const;
