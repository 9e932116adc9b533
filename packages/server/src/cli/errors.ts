/** A command could not do its work; the message is one line for the operator. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
