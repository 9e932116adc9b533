import { object } from "../schema.ts";
import { count, flag, word, words } from "./deployment-kinds.ts";

const relaysInUse = object(
  {
    block_direct: flag,
    force_websockets: flag,
    path: word,
    url: word,
  },
  { description: "Relays in use." },
);

const relayServer = object(
  {
    enable: flag,
    region_code: word,
    region_id: count,
    region_name: word,
    relay_url: word,
    stun_addresses: words,
  },
  { description: "The built-in relay." },
);

/** Relays. */
export const relayConfig = object(
  {
    config: relaysInUse,
    server: relayServer,
  },
  { description: "Relays." },
);

/** TLS of the server itself. */
export const tlsConfig = object(
  {
    address: word,
    allow_insecure_ciphers: flag,
    cert_file: words,
    client_auth: word,
    client_ca_file: word,
    client_cert_file: word,
    client_key_file: word,
    enable: flag,
    key_file: words,
    min_version: word,
    redirect_http: flag,
    supported_ciphers: words,
  },
  { description: "TLS of the server itself." },
);

/** What clients write into SSH configurations; Go names, unlike the reference. */
export const sshConfig = object(
  {
    DeploymentName: word,
    SSHConfigOptions: words,
  },
  { description: "What clients write into SSH configurations; Go names, unlike the reference." },
);

/** Rate limits. */
export const rateLimitConfig = object(
  {
    api: count,
    disable_all: flag,
  },
  { description: "Rate limits." },
);

/** Switches that weaken security. */
export const dangerousConfig = object(
  {
    allow_all_cors: flag,
    allow_path_app_sharing: flag,
    allow_path_app_site_owner_access: flag,
  },
  { description: "Switches that weaken security." },
);
