import type { PricedProvider } from "@gatehouse/contract";

/** A provider of the catalogue and the type of AI provider whose prices it gives. */
export interface CatalogueProvider {
  /** Its key in the catalogue. */
  readonly key: string;
  /** Our key: the type of a configured AI provider. */
  readonly provider: PricedProvider;
}

/** The providers that the book covers, with their names here (spec ai-prices §5.2). */
export const catalogueProviders: readonly CatalogueProvider[] = [
  { key: "anthropic", provider: "anthropic" },
  { key: "azure", provider: "azure" },
  { key: "amazon-bedrock", provider: "bedrock" },
  { key: "github-copilot", provider: "copilot" },
  { key: "google", provider: "google" },
  { key: "openai", provider: "openai" },
  { key: "openrouter", provider: "openrouter" },
  { key: "vercel", provider: "vercel" },
];
