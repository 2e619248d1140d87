import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

// Two windows, two builds: no line of the desk's program is read by the patient's window.
export default defineConfig(({ mode }) => {
  const isPatient = mode === "patient";
  return {
    plugins: [svelte(), svelteTesting()],
    clearScreen: false,
    // The words stand beside the program, not inside its window.
    server: { fs: { allow: [".."] }, port: 5173, strictPort: true },
    build: {
      outDir: "dist",
      emptyOutDir: !isPatient,
      target: "safari16",
      // Nothing is inlined: the policy of the window forbids data: for fonts and scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // One sheet of style: a screen that is read later finds its own already there.
      cssCodeSplit: false,
      reportCompressedSize: false,
      // One script up to the sign-in: every further file is a question to the program before anything is painted.
      rolldownOptions: {
        input: isPatient ? "patient.html" : "index.html",
        output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] } },
      },
    },
    test: {
      environment: "jsdom",
      include: ["test/**/*.test.ts"],
      setupFiles: ["test/setup.ts"],
    },
  };
});
