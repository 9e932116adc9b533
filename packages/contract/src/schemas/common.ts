import { list, object, optional, text } from "../schema.ts";

/** One failing field of a request. */
export const validation = object(
  {
    field: text({ description: "Wire name of the field, the query parameter, or `q`." }),
    detail: text({ description: "The failing rule." }),
  },
  { name: "ValidationError", description: "One failing field." },
);

/** The error envelope and acknowledgement (spec users §1.4). */
export const envelope = object(
  {
    message: text({ description: "What happened, for people." }),
    detail: optional(text({ description: "More for the operator; omitted when empty." })),
    validations: optional(
      list(validation, { description: "Every failing field; omitted when there is none." }),
    ),
  },
  { name: "Response", description: "An acknowledgement or an error." },
);
