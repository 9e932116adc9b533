import { endpoints, responseFaults, writeJson } from "@gatehouse/contract";
import { expect, test } from "vitest";
import { loadConfig } from "../../platform/config/load.ts";
import { sshConfigView } from "./ssh-view.ts";

test("SSH options are split at the first equals sign or space", () => {
  const config = loadConfig({
    argv: ["--ssh-config-options", 'SetEnv=A=b,ServerAliveInterval 30,"SendEnv LANG, LC_*"'],
    env: {},
  });

  const view = sshConfigView(config);

  expect(view).toEqual({
    hostname_prefix: "coder.",
    hostname_suffix: "coder",
    ssh_config_options: {
      SetEnv: "A=b",
      ServerAliveInterval: "30",
      SendEnv: "LANG, LC_*",
    },
  });
  const { body } = endpoints.getDeploymentSsh.success;
  expect(body && responseFaults(body, Buffer.from(writeJson(view)))).toEqual([]);
});
