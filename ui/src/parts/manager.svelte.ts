/** Whoever begins on a desk that was recovered or restored: name, login, and a password typed twice. */
export class NewManager {
  name = $state("");
  login = $state("");
  password = $state("");
  again = $state("");
  sent = $state<"sent" | "not">("not");

  /** Whether both typings are one. Where not, it is said, and the second one is asked for. */
  agrees(id: string): boolean {
    if (this.password === this.again) return true;
    this.sent = "sent";
    document.getElementById(`${id}-again`)?.focus();
    return false;
  }
}
