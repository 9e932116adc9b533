import { configure } from "@testing-library/react";

// What a page shows, it shows when it can: a busy machine is no failure.
configure({ asyncUtilTimeout: 10_000 });
