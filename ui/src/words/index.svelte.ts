// Words: every sentence on the screen comes from locales/<language>/*.ftl through `t` and `attr`.
// Keys stand literally in the source, so that a search finds every user of a sentence.
import { FluentBundle, FluentResource } from "@fluent/bundle";
import type { Lang } from "../backend/types";

export type Args = Record<string, string | number>;

/** What the sign-in says. All other words come with `./later`, so that the sign-in is there at once. */
const sources = import.meta.glob<string>("../../../locales/*/{common,shell,signin}.ftl", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** A language is read when it is first spoken. Another set stands here after `learn`, and the screen follows. */
let bundles = $state.raw<Partial<Record<Lang, FluentBundle>>>({});

function bundleOf(lang: Lang): FluentBundle {
  const known = bundles[lang];
  if (known) return known;
  const bundle = new FluentBundle(lang, { useIsolating: false });
  for (const [path, text] of Object.entries(sources)) {
    if (path.includes(`/locales/${lang}/`)) bundle.addResource(new FluentResource(text));
  }
  bundles[lang] = bundle;
  return bundle;
}

/** More words, by the path of their file. */
export function learn(more: Record<string, string>): void {
  Object.assign(sources, more);
  bundles = {};
}

class Spoken {
  lang = $state<Lang>("ru");
}

const spoken = new Spoken();

/** The language of the screen. */
export const language = (): Lang => spoken.lang;

let chosen = false;

/** A person chose a language: from here on nothing else changes it. */
export function choose(lang: Lang): void {
  chosen = true;
  speak(lang);
}

/** The language that the desk remembers, unless a person has chosen one before the desk answered. */
export function remembered(lang: Lang): void {
  if (!chosen) speak(lang);
}

/** Speaks another language from the next frame on; nothing else on the screen changes. */
export function speak(lang: Lang): void {
  spoken.lang = lang;
  if (typeof document !== "undefined") document.documentElement.lang = lang;
}

/** Is there a sentence under this key in the present language? */
export const has = (key: string): boolean => bundleOf(spoken.lang).hasMessage(key);

/** The sentence in a named language: for text that stands in both at once. */
export function say(lang: Lang, key: string, args?: Args): string {
  const bundle = bundleOf(lang);
  const message = bundle.getMessage(key);
  return message?.value ? bundle.formatPattern(message.value, args ?? null, []) : key;
}

/** The sentence in the language of the screen. */
export const t = (key: string, args?: Args): string => say(spoken.lang, key, args);

/** An attribute of a sentence, for example its hint; empty when it has none. */
export function attr(key: string, name: string, args?: Args): string {
  const bundle = bundleOf(spoken.lang);
  const pattern = bundle.getMessage(key)?.attributes[name];
  return pattern ? bundle.formatPattern(pattern, args ?? null, []) : "";
}
