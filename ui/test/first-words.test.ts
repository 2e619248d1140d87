// Up to the sign-in only a few words are read. What its screen says must be among them.
import { describe, expect, it } from "vitest";

const files = import.meta.glob<string>("../src/**/*.{ts,svelte}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const SAID = /\b(?:t|attr|say)\(\s*(?:"(?:ru|kk)",\s*)?"([a-z0-9-]+)"/g;
const FIRST = /^(common|shell|signin)-/;

/** The files that a static import leads to, the entry first. */
function reached(path: string, seen = new Map<string, string>()): Map<string, string> {
  const text = files[path];
  if (text === undefined || seen.has(path)) return seen;
  seen.set(path, text);
  for (const [, from] of text.matchAll(/^\s*import [^;]*?from "(\.[^"]+)";/gms)) {
    const base = new URL(from!, `file:///${path.slice(3)}`).pathname.replace(/^\//, "../");
    for (const end of ["", ".ts", "/index.ts"]) reached(base + end, seen);
  }
  return seen;
}

describe("the first words", () => {
  const first = reached("../src/main.ts");
  it("lead from the entry to the sign-in and no further", () => {
    expect([...first.keys()]).toContain("../src/signin/SignIn.svelte");
    expect([...first.keys()]).not.toContain("../src/desk/Shell.svelte");
    expect([...first.keys()]).not.toContain("../src/words/later.ts");
  });
  it("are all that the sign-in says by itself", () => {
    const said = [...first.values()].flatMap((text) =>
      [...text.matchAll(SAID)].map((hit) => hit[1]!),
    );
    expect(said.length).toBeGreaterThan(15);
    expect(said.filter((key) => !FIRST.test(key))).toEqual([]);
  });
});
