// The words of every screen behind the sign-in, and of every problem. Whoever says them imports this.
// Words of paper and of the command line stand on no screen.
import { learn } from "./index.svelte";

learn(
  import.meta.glob<string>(
    [
      "../../../locales/*/*.ftl",
      "!../../../locales/*/{cli,common,form,patient-screen,shell,signin}.ftl",
    ],
    { query: "?raw", import: "default", eager: true },
  ),
);
