import { createContext } from "react";

/** Whether there is navigation and a landmark around: pages that stand in place of others bring their own otherwise. */
export const InShell = createContext(false);
