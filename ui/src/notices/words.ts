// Words for the coded states and channels of messages.
import type { NoticeAbout, NoticeChannel, NoticeHold, NoticeState } from "../backend/types";
import type { IconName } from "../parts/Icon.svelte";
import { t } from "../words/index.svelte";

/** What a list shows, what somebody has to look at first. */
export const FILTERS = [
  "untold",
  "queued",
  "unknown",
  "failed",
  "accepted",
  "delivered",
  "dropped",
  "sending",
] as const;
export type Filter = (typeof FILTERS)[number];

const FILTER: Record<Filter, () => string> = {
  untold: () => t("notices-filter-untold"),
  queued: () => t("notices-filter-queued"),
  unknown: () => t("notices-filter-unknown"),
  failed: () => t("notices-filter-failed"),
  accepted: () => t("notices-filter-accepted"),
  delivered: () => t("notices-filter-delivered"),
  dropped: () => t("notices-filter-dropped"),
  sending: () => t("notices-filter-sending"),
};
export const filterWord = (filter: Filter): string => FILTER[filter]();

const STATE: Record<NoticeState, () => string> = {
  queued: () => t("notices-state-queued"),
  sending: () => t("notices-state-sending"),
  accepted: () => t("notices-state-accepted"),
  delivered: () => t("notices-state-delivered"),
  failed: () => t("notices-state-failed"),
  unknown: () => t("notices-state-unknown"),
  dropped: () => t("notices-state-dropped"),
};
export const stateWord = (state: NoticeState): string => STATE[state]();

export function stateIcon(state: NoticeState): IconName {
  if (state === "delivered" || state === "accepted") return "tick";
  if (state === "failed") return "cross";
  if (state === "unknown") return "warn";
  if (state === "dropped") return "none";
  return "stale";
}

const ABOUT: Record<NoticeAbout, () => string> = {
  ready: () => t("notices-about-ready"),
  part: () => t("notices-about-part"),
  late: () => t("notices-about-late"),
  call: () => t("notices-about-call"),
};
export const aboutWord = (about: NoticeAbout): string => ABOUT[about]();

export const channelWord = (channel: NoticeChannel): string =>
  channel === "sms" ? t("notices-channel-sms") : t("notices-channel-email");

export const tellWord = (channel: NoticeChannel): string =>
  channel === "sms" ? t("notices-tell-sms") : t("notices-tell-email");

export function holdWord(hold: NoticeHold): string {
  if (hold.kind === "quiet") return t("notices-hold-quiet", { until: hold.until });
  if (hold.kind === "exchange") return t("notices-hold-exchange");
  if (hold.kind === "cap") return t("notices-hold-cap");
  if (hold.kind === "paused")
    return t("notices-hold-paused", { until: hold.until, cause: hold.cause });
  if (hold.kind === "low") return t("notices-hold-low", { balance: hold.cause });
  if (hold.kind === "stopped") return t("notices-hold-stopped", { desk: hold.cause });
  return t("notices-hold-unset");
}
