/** A configured AI provider: usage that names it is priced by its type. */
export interface AiProvider {
  readonly name: string;
  readonly type: string;
}

const types: readonly string[] = [
  ...["openai", "anthropic", "azure", "bedrock", "google"],
  ...["openai-compat", "openrouter", "vercel", "copilot"],
];

/**
 * Reads the option `ai-providers`: a JSON list of names and types; an empty text is no list. Throws an
 * Error whose text says what is wrong.
 */
export function parseAiProviders(text: string): readonly AiProvider[] {
  if (text === "") return [];
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new Error('is not JSON such as [{"name":"main","type":"anthropic"}]');
  }
  if (!Array.isArray(list)) throw new Error("is not a JSON list");
  const providers = list.map(readProvider);
  const names = new Set(providers.map(({ name }) => name));
  if (names.size < providers.length) throw new Error("names a provider twice");
  return providers;
}

function readProvider(item: unknown): AiProvider {
  const { name, type } = Object(item) as Record<string, unknown>;
  if (typeof name !== "string" || name.length > 64 || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) {
    throw new Error(
      "has a provider whose name is not lower-case letters, digits and single hyphens",
    );
  }
  if (typeof type !== "string" || !types.includes(type)) {
    throw new Error(`has a provider whose type is not one of ${types.join(", ")}`);
  }
  return { name, type };
}
