// The words of the patient's window: its own, and those that every page shares.
import { learn } from "../words/index.svelte";

learn(
  import.meta.glob<string>("../../../locales/*/patient-screen.ftl", {
    query: "?raw",
    import: "default",
    eager: true,
  }),
);
