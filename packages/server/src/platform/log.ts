import {
  type Bindings,
  type ChildLoggerOptions,
  type DestinationStream,
  type Logger,
  pino,
  stdTimeFunctions,
} from "pino";
import { humanLine } from "./log-human.ts";
import { redactFields, scrubLine } from "./log-redact.ts";

/**
 * A structured log: `log.info({ fields }, "constant message")`.
 * Values belong into fields, never into the message: fields are redacted by name, messages are not.
 *
 * Levels: `error` = someone must act now; `warn` = degraded or suspicious; `info` = lifecycle and security events;
 * `debug` = everything else. A refused request is not an error, and an error that heals itself is a `warn`.
 */
export type Log = Logger;

/** Levels that can be configured. */
export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;

/** One of `logLevels`; entries below it are dropped, `silent` drops all. */
export type LogLevel = (typeof logLevels)[number];

/** Settings of a log. */
export interface LogOptions {
  readonly level: LogLevel;
  /** Receives whole lines; default is standard output, written at once so that nothing is lost in a crash. */
  readonly destination?: DestinationStream;
  /** Lines for a terminal instead of JSON. */
  readonly human?: boolean;
}

/**
 * Makes a log: one JSON object a line with `level` (name), `time` (RFC 3339), the fields and `msg`.
 * Secrets are hidden three times: fields by name at any depth, URLs by parameter, and each finished line by a last
 * pattern. Errors (usually the field `err`) keep name, message, code, constraint, stack and cause only.
 */
export function createLog({ level, destination, human = false }: LogOptions): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: redactFields,
    },
    // Errors are already reduced when serializers run; the library's own would take the result apart again.
    serializers: { err: (value: unknown) => value },
    hooks: {
      streamWrite: human ? (line: string) => humanLine(scrubLine(line)) : scrubLine,
    },
  };
  return redactChildren(destination === undefined ? pino(options) : pino(options, destination));
}

/** Children inherit this method through their prototype; the library applies no formatter to their bindings. */
function redactChildren(log: Log): Log {
  const makeChild = log.child;
  return Object.defineProperty(log, "child", {
    value(this: Log, bindings: Bindings, options?: ChildLoggerOptions): Log {
      return Reflect.apply(makeChild, this, [redactFields(bindings), options]);
    },
  });
}
