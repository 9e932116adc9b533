export { createFirstUser, getFirstUser } from "./first-user.ts";
export { login } from "./login.ts";
export { logout } from "./logout.ts";
export { changePasswordWithPasscode, requestPasscode } from "./passcode.ts";
export { validatePassword } from "./password-verdict.ts";
