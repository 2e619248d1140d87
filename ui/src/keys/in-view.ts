// A form that opens beneath what is on the screen comes into view as a whole, its buttons too. The focus
// is not moved by this.
export function inView(form: HTMLElement): void {
  form.style.scrollMargin = "12px";
  form.scrollIntoView({ block: "nearest" });
}
