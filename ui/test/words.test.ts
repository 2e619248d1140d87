import { afterEach, describe, expect, it } from "vitest";
import { attr, has, speak, t } from "../src/words/index.svelte";
import { problemHint, problemText } from "../src/words/problem";

const locales = import.meta.glob<string>("../../locales/*/*.ftl", {
  query: "?raw",
  import: "default",
  eager: true,
});
const source = Object.values(
  import.meta.glob<string>("../src/**/*.{ts,svelte}", {
    query: "?raw",
    import: "default",
    eager: true,
  }),
).join("\n");

const AREAS = [
  "shell",
  "setup",
  "signin",
  "intake",
  "card",
  "policy-editor",
  "patient-screen",
  "second-screen",
];
const read = (lang: string, area: string) => locales[`../../locales/${lang}/${area}.ftl`] ?? "";
const keysOf = (text: string) => [...text.matchAll(/^([a-z][a-z0-9-]*) =/gm)].map((hit) => hit[1]);

afterEach(() => speak("ru"));

describe("words of the window", () => {
  it.each(AREAS)("%s: the same keys in both languages", (area) => {
    expect(keysOf(read("ru", area)).length).toBeGreaterThan(5);
    expect(keysOf(read("kk", area))).toEqual(keysOf(read("ru", area)));
  });
  it.each(AREAS)("%s: no case ending on a Kazakh variable", (area) => {
    expect(read("kk", area).match(/\}-?\p{L}/gu)).toBeNull();
  });
  it("has a sentence for every key that stands in the source, and no sentence without a user", () => {
    const used = new Set(
      [
        ...source.matchAll(
          /["'`]((?:common|shell|setup|signin|intake|card|consent|policy-editor|patient-screen|second-screen)-[a-z0-9-]+)["'`]/g,
        ),
      ].map((hit) => hit[1] as string),
    );
    const ours = AREAS.flatMap((area) => keysOf(read("ru", area)));
    expect(ours.filter((key) => key && !used.has(key))).toEqual([]);
    const called = [...source.matchAll(/\b(?:t|attr)\(\s*["']([a-z0-9-]+)["']/g)].map(
      (hit) => hit[1],
    );
    expect(called.filter((key) => key && !has(key))).toEqual([]);
  });
  it("speaks another language at once", () => {
    speak("kk");
    expect(t("common-save")).toBe("Сақтау");
    expect(document.documentElement.lang).toBe("kk");
    speak("ru");
    expect(t("common-save")).toBe("Сохранить");
    expect(t("shell-registered-today", { count: "7" })).toBe("Принято сегодня: 7");
  });
  it("chooses the Russian form of years and leaves Kazakh nouns singular", () => {
    const years = (n: number) => t("common-years-old", { n, years: String(n) });
    expect([years(1), years(3), years(35)]).toEqual(["1 год", "3 года", "35 лет"]);
    speak("kk");
    expect(years(35)).toBe("35 жас");
  });
});

describe("a problem in words", () => {
  const said = { code: "iin-length", kind: "refused", field: "iin", args: {}, trace: "" } as const;
  it("says what happened and what to do, in both languages", () => {
    expect(problemText(said)).toBe("В ИИН должно быть 12 цифр.");
    expect(problemHint(said)).toBe("Введите 12 цифр ИИН.");
    speak("kk");
    expect(problemText(said)).toMatch(/ЖСН/);
  });
  it("never shows an empty line for a code that has no words", () => {
    const unknown = { ...said, code: "no-such-code" };
    expect(problemText(unknown)).toContain("no-such-code");
    expect(problemHint(unknown)).not.toBe("");
    expect(attr("shell-problem-unknown", "hint")).toBe(problemHint(unknown));
  });
});
