// The components in every state, for development: `vite` serves it at /gallery.html; the build leaves it out.
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { Gallery } from "./gallery.tsx";
import "../styles/index.css";

const query = new URLSearchParams(location.search);
for (const name of ["theme", "vision", "density"]) {
  const value = query.get(name);
  if (value !== null) document.documentElement.dataset[name] = value;
}

const router = createRouter({
  routeTree: createRootRoute({ component: () => <Gallery only={query.get("only")} /> }),
  history: createMemoryHistory({ initialEntries: ["/"] }),
});
const root = document.getElementById("root");
if (root === null) throw new Error("gallery.html has no #root");
createRoot(root).render(<RouterProvider router={router} />);
