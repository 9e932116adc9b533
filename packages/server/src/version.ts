/** Gatehouse's own version with leading `v`; the compatibility version is an option (deployment §2.3). */
export const productVersion = "v0.1.0";
