import { object } from "../schema.ts";
import { count, flag, names, words } from "./deployment-fields.ts";

/** Relay and direct connections to workspaces. */
export const derp = object(
  {
    config: object(
      {
        block_direct: flag("No direct connections to workspaces."),
        force_websockets: flag("Relay connections use websockets only."),
        path: words("File with the relay map."),
        url: words("URL of the relay map."),
      },
      { name: "DERPConfig", description: "Where clients learn of relays." },
    ),
    server: object(
      {
        enable: flag("The built-in relay runs."),
        region_code: words("Short name of its region."),
        region_id: count("Number of its region."),
        region_name: words("Name of its region."),
        relay_url: words("URL under which other replicas reach this one."),
        stun_addresses: names("STUN servers, host:port."),
      },
      { name: "DERPServerConfig", description: "The built-in relay." },
    ),
  },
  { name: "DERP", description: "Relay settings." },
);

/** TLS of the server's own listener. */
export const tls = object(
  {
    address: words("Address to listen on with TLS, host:port."),
    allow_insecure_ciphers: flag("Weak ciphers may be used."),
    cert_file: names("Certificate files."),
    client_auth: words("Whether clients must show a certificate."),
    client_ca_file: words("Authorities of client certificates."),
    client_cert_file: words("Certificate for outgoing requests."),
    client_key_file: words("Private key file of that certificate."),
    enable: flag("The server listens with TLS."),
    key_file: names("Private key files of the certificates."),
    min_version: words("Oldest TLS version that is spoken."),
    redirect_http: flag("Plain requests are redirected to TLS."),
    supported_ciphers: names("Ciphers that may be used."),
  },
  { name: "TLSConfig", description: "TLS of the listener." },
);

/** Attributes of the session cookie. */
export const httpCookies = object(
  {
    host_prefix: flag("The session cookie carries the prefix `__Host-`."),
    same_site: words("SameSite of the session cookie: `lax` or `none`."),
    secure_auth_cookie: flag("The session cookie is sent over TLS only."),
  },
  { name: "HTTPCookieConfig", description: "The session cookie." },
);

/** Request limits. */
export const rateLimit = object(
  {
    api: count("Requests a minute for each caller and path; 0 or less is no limit."),
    disable_all: flag("No limiter runs."),
  },
  { name: "RateLimitConfig", description: "Request limits." },
);

/** What `coder config-ssh` writes; the names are those of the real server (spec deployment §3.7). */
export const configSsh = object(
  {
    DeploymentName: words("Prefix of host names in SSH configurations."),
    SSHConfigOptions: names("Further SSH options, `Key=Value` or `Key Value`."),
  },
  { name: "SSHConfig", description: "SSH configuration of users." },
);
