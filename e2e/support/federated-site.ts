import { startOidcProvider, type TestOidcProvider } from "@gatehouse/testkit";
import { freePort } from "./free-port.ts";
import { openSite, type Site } from "./site.ts";

/** A server that signs people in with a provider of its own. */
export interface FederatedSite extends Site {
  readonly provider: TestOidcProvider;
}

/** Starts a provider, and the server that knows it, with these further options. */
export async function openFederatedSite(options: readonly string[] = []): Promise<FederatedSite> {
  const port = await freePort();
  const provider = await startOidcProvider({
    redirectUris: [`http://127.0.0.1:${port}/api/v2/users/oidc/callback`],
  });
  const site = await openSite([
    `--http-address=127.0.0.1:${port}`,
    `--oidc-issuer-url=${provider.issuer}`,
    `--oidc-client-id=${provider.clientId}`,
    `--oidc-client-secret=${provider.clientSecret}`,
    "--dangerous-oidc-allow-http=true",
    ...options,
  ]).catch(async (thrown: unknown) => {
    await provider.stop();
    throw thrown;
  });
  return {
    ...site,
    provider,
    async close() {
      await site.close();
      await provider.stop();
    },
  };
}
