import type { WireSshConfig } from "@gatehouse/contract";
import { splitSshOption } from "../../platform/config/formats.ts";
import type { Config } from "../../platform/config/load.ts";

/** The answer of `GET /deployment/ssh` (spec deployment §3.5); of a key given twice the last value counts. */
export function sshConfigView(
  config: Pick<Config, "sshHostnamePrefix" | "workspaceHostnameSuffix" | "sshConfigOptions">,
): WireSshConfig {
  return {
    hostname_prefix: config.sshHostnamePrefix,
    hostname_suffix: config.workspaceHostnameSuffix,
    ssh_config_options: Object.fromEntries(
      config.sshConfigOptions.flatMap((text) => {
        const option = splitSshOption(text);
        return option === null ? [] : [option];
      }),
    ),
  };
}
