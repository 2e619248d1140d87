// Words for the coded answers of the day.
import type { Size } from "../backend/types";
import { t } from "../words/index.svelte";

const sizes: Record<Size, () => string> = {
  small: () => t("today-size-small"),
  medium: () => t("today-size-medium"),
  large: () => t("today-size-large"),
};
export const sizeWord = (size: Size) => sizes[size]();
export const sourceWord = (source: string) => t(`today-source-${source}`);
