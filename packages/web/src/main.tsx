import { ApiFailure } from "@gatehouse/sdk";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import "./styles/index.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
// A refusal that became a page is told there; everything else that was caught is a mistake of ours.
const onCaughtError = (error: unknown) => {
  if (!(error instanceof ApiFailure)) console.error(error);
};
createRoot(root, { onCaughtError }).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
