import { list, object, optional } from "../schema.ts";
import { count, flag, hidden, names, nanoseconds, words } from "./deployment-fields.ts";

const email = object(
  {
    auth: object(
      {
        identity: words("Authorization identity."),
        password: hidden("Password."),
        password_file: words("File that holds the password."),
        username: words("Login."),
      },
      { name: "NotificationsEmailAuthConfig", description: "Login at the mail server." },
    ),
    force_tls: flag("TLS from the first byte."),
    from: words("Sender."),
    hello: words("Name in the greeting."),
    smarthost: words("Mail server, host:port; empty = no mail."),
    tls: object(
      {
        ca_file: words("File with the authorities."),
        cert_file: words("Certificate file."),
        insecure_skip_verify: flag("Any certificate is accepted."),
        key_file: words("Private key file."),
        server_name: words("Name in the mail server's certificate."),
        start_tls: flag("The connection is upgraded with STARTTLS."),
      },
      { name: "NotificationsEmailTLSConfig", description: "TLS to the mail server." },
    ),
  },
  { name: "NotificationsEmailConfig", description: "Messages as mail." },
);

/** How messages are kept and sent (spec deployment §7.2, §7.4). */
export const notifications = object(
  {
    dispatch_timeout: nanoseconds("Longest time of one attempt."),
    email,
    fetch_interval: nanoseconds("Time between two looks at the queue."),
    inbox: object(
      { enabled: flag("Messages appear in the console.") },
      { name: "NotificationsInboxConfig", description: "Messages in the console." },
    ),
    lease_count: count("Messages that are taken at once."),
    lease_period: nanoseconds("How long a taken message is reserved."),
    max_send_attempts: count("Attempts before a message is given up."),
    method: words("Default method: `smtp` or `webhook`."),
    retry_interval: nanoseconds("Wait after a failed attempt."),
    sync_buffer_size: count("Results that are kept before they are written."),
    sync_interval: nanoseconds("Time after which results are written."),
    webhook: object(
      { endpoint: words("Address that receives messages, without its query and credentials.") },
      { name: "NotificationsWebhookConfig", description: "Messages as HTTP requests." },
    ),
  },
  { name: "NotificationsConfig", description: "Messages to users." },
);

const bridgeProvider = object(
  {
    base_url: words("Base URL."),
    bedrock_model: words("Model."),
    bedrock_region: words("Region."),
    bedrock_small_fast_model: words("Model for small tasks."),
    dump_dir: words("Directory that receives copies of requests."),
    name: words("Name."),
    type: words("Kind."),
  },
  { name: "AIBridgeProviderConfig", description: "An AI provider, without its keys." },
);

const bridge = object(
  {
    allow_byok: flag("Users may bring keys of their own."),
    anthropic: object(
      { base_url: words("Base URL."), key: hidden("Key.") },
      { name: "AIBridgeAnthropicConfig", description: "Anthropic." },
    ),
    bedrock: object(
      {
        access_key: hidden("Access key."),
        access_key_secret: hidden("Secret of the access key."),
        base_url: words("Base URL."),
        model: words("Model."),
        region: words("Region."),
        small_fast_model: words("Model for small tasks."),
      },
      { name: "AIBridgeBedrockConfig", description: "Amazon Bedrock." },
    ),
    circuit_breaker_enabled: flag("A failing provider is not asked for a while."),
    circuit_breaker_failure_threshold: count("Failures that open the breaker."),
    circuit_breaker_interval: nanoseconds("Time in which failures are counted."),
    circuit_breaker_max_requests: count("Requests that test a half-open breaker."),
    circuit_breaker_timeout: nanoseconds("How long the breaker stays open."),
    enabled: flag("The AI gateway runs."),
    inject_coder_mcp_tools: flag("Tools of the deployment are offered to models."),
    max_concurrency: count("Most requests at once; 0 = no limit."),
    openai: object(
      { base_url: words("Base URL."), key: hidden("Key.") },
      { name: "AIBridgeOpenAIConfig", description: "OpenAI." },
    ),
    providers: list(bridgeProvider, { description: "Providers by name." }),
    rate_limit: count("Requests a second; 0 = no limit."),
    retention: nanoseconds("After what time records are deleted; 0 = never."),
    send_actor_headers: flag("Providers are told who asks."),
    structured_logging: flag("Requests are logged."),
  },
  { name: "AIBridgeConfig", description: "The AI gateway." },
);

/** AI features. */
export const ai = object(
  {
    aibridge_proxy: object(
      {
        allowed_private_cidrs: names("Private networks that may be reached."),
        cert_file: words("Certificate file of the intercepting authority."),
        domain_allowlist: names("Domains that are intercepted."),
        enabled: flag("The proxy runs."),
        key_file: words("Private key file of that authority."),
        listen_addr: words("Address to listen on."),
        tls_cert_file: words("Certificate file of the listener."),
        tls_key_file: words("Private key file of the listener."),
        upstream_proxy: words("Proxy for requests that are not intercepted."),
        upstream_proxy_ca: words("File with that proxy's authority."),
      },
      { name: "AIBridgeProxyConfig", description: "The intercepting proxy of the AI gateway." },
    ),
    bridge,
    chat: object(
      {
        acquire_batch_size: count("Chats that are taken at once."),
        debug_logging_enabled: flag("Chats are logged in detail."),
      },
      { name: "ChatConfig", description: "Chats." },
    ),
  },
  { name: "AIConfig", description: "AI features." },
);

/** Built-in provisioners. */
export const provisioner = object(
  {
    daemon_poll_interval: nanoseconds("Time between two looks for jobs."),
    daemon_poll_jitter: nanoseconds("Random part of that time."),
    daemon_psk: hidden("Key shared with external provisioners."),
    daemon_types: names("Kinds of built-in provisioners."),
    daemons: count("Built-in provisioners."),
    force_cancel_interval: nanoseconds("After what time a cancelled job is ended by force."),
  },
  { name: "ProvisionerConfig", description: "Built-in provisioners." },
);

const supportLink = object(
  {
    icon: words("`bug`, `chat`, `docs`, `star`, or the URL of an image."),
    location: optional(words("`navbar` or `dropdown`; omitted when not chosen.")),
    name: words("Text of the link."),
    target: words("Where the link leads."),
  },
  { name: "LinkConfig", description: "A link of the help menu." },
);

/** Links of the help menu, a bare list (spec deployment §3.7). */
export const support = object(
  { links: list(supportLink, { description: "Links of the help menu." }) },
  { name: "SupportConfig", description: "Help for users." },
);
