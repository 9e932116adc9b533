import { list, object } from "../schema.ts";
import { count, flag, hidden, nanoseconds, word, words } from "./deployment-kinds.ts";

const bridgeProxyConfig = object(
  {
    allowed_private_cidrs: words,
    cert_file: word,
    domain_allowlist: words,
    enabled: flag,
    key_file: word,
    listen_addr: word,
    tls_cert_file: word,
    tls_key_file: word,
    upstream_proxy: word,
    upstream_proxy_ca: word,
  },
  { description: "The proxy of the AI bridge." },
);

const anthropicConfig = object(
  {
    base_url: word,
    key: hidden,
  },
  { description: "Anthropic." },
);

const bedrockConfig = object(
  {
    access_key: hidden,
    access_key_secret: hidden,
    base_url: word,
    model: word,
    region: word,
    small_fast_model: word,
  },
  { description: "Amazon Bedrock." },
);

const openAiConfig = object(
  {
    base_url: word,
    key: hidden,
  },
  { description: "OpenAI." },
);

const bridgeProvider = object(
  {
    base_url: word,
    bedrock_model: word,
    bedrock_region: word,
    bedrock_small_fast_model: word,
    dump_dir: word,
    name: word,
    type: word,
  },
  { description: "A provider." },
);

const bridgeConfig = object(
  {
    allow_byok: flag,
    anthropic: anthropicConfig,
    bedrock: bedrockConfig,
    circuit_breaker_enabled: flag,
    circuit_breaker_failure_threshold: count,
    circuit_breaker_interval: nanoseconds,
    circuit_breaker_max_requests: count,
    circuit_breaker_timeout: nanoseconds,
    enabled: flag,
    inject_coder_mcp_tools: flag,
    max_concurrency: count,
    openai: openAiConfig,
    providers: list(bridgeProvider, { description: "Providers." }),
    rate_limit: count,
    retention: nanoseconds,
    send_actor_headers: flag,
    structured_logging: flag,
  },
  { description: "The AI bridge." },
);

const chatConfig = object(
  {
    acquire_batch_size: count,
    debug_logging_enabled: flag,
  },
  { description: "Chats." },
);

/** AI features. */
export const aiConfig = object(
  {
    aibridge_proxy: bridgeProxyConfig,
    bridge: bridgeConfig,
    chat: chatConfig,
  },
  { description: "AI features." },
);
