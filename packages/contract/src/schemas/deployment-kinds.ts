import { bool, int, int64, list, map, text } from "../schema.ts";

// The settings of `config` in `GET /deployment/config` come in a few kinds only, and what each one does is said
// where it can be set: in `options` of the same answer. Settings that Gatehouse does not have show the zero value.

/** A switch. */
export const flag = bool({ description: "A switch; false where there is no such option." });

/** A text, a URL, an address or a pattern: the reference documents objects, the wire has texts. */
export const word = text({ description: "A text; empty where there is no such option." });

/** A number. */
export const count = int({ description: "A number; 0 where there is no such option." });

/** A duration. */
export const nanoseconds = int64({
  description: "A duration in nanoseconds; 0 where there is no such option.",
});

/** A list of texts. */
export const words = list(word, { description: "Texts; empty where there is no such option." });

/** Texts by name. */
export const wordMap = map(word, { description: "Texts by name." });

/** Lists of texts by name. */
export const wordLists = map(words, { description: "Lists of texts by name." });

/** A secret, of which nothing is shown. */
export const hidden = text({ description: "A secret; always empty.", secret: true });

/** A list of secrets, of which nothing is shown. */
export const hiddenWords = list(hidden, { description: "Secrets; always empty." });
