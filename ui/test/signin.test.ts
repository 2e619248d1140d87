import { answers, askedOf, calmCore, DESK, problem } from "./border";
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { desk } from "../src/desk/desk.svelte";
import { language, t } from "../src/words/index.svelte";
import SignIn from "../src/signin/SignIn.svelte";

const input = (id: string) => screen.getByTestId<HTMLInputElement>(id);
const type = (id: string, value: string) => fireEvent.input(input(id), { target: { value } });

beforeEach(() => calmCore());
afterEach(cleanup);

it("offers the reserve only when the disk is full, and asks for a manager's password", async () => {
  render(SignIn);
  answers["sign_in"] = () => Promise.reject([problem("vault-password-wrong")]);
  await fireEvent.click(screen.getByTestId("signin-enter"));
  await screen.findByTestId("signin-problems");
  expect(screen.queryByTestId("signin-reserve")).toBeNull();
  answers["sign_in"] = () => Promise.reject([problem("vault-disk-full")]);
  await fireEvent.click(screen.getByTestId("signin-enter"));
  await screen.findByTestId("signin-reserve");
  answers["release_reserve"] = () => Promise.reject([problem("not-allowed")]);
  await type("signin-login", "registrar");
  await type("signin-password", "secret");
  await fireEvent.click(screen.getByTestId("signin-reserve"));
  expect(askedOf("release_reserve")[0]?.args).toEqual({ login: "registrar", password: "secret" });
  await vi.waitFor(() => expect(input("signin-password").value).toBe(""));
  await screen.findByTestId("signin-reserve");
  answers["release_reserve"] = () => null;
  await fireEvent.click(screen.getByTestId("signin-reserve"));
  await screen.findByTestId("signin-reserve-done");
});

it("a training laboratory is marked before anybody signs in, in the desk's own language", async () => {
  answers["desk_state"] = () => ({ ...DESK, phase: "sign_in", lang: "kk", training: true });
  await desk.ask();
  expect(language()).toBe("kk");
  render(SignIn);
  expect(screen.getByTestId("training-band")).toBeTruthy();
});

it("what takes longer than a password is told what it may be, until it has come", async () => {
  vi.useFakeTimers();
  try {
    let enter: (value: unknown) => void = () => undefined;
    answers["sign_in"] = () => new Promise((resolve) => (enter = resolve));
    render(SignIn);
    await fireEvent.click(screen.getByTestId("signin-enter"));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(screen.queryByTestId("signin-slow")).toBeNull();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(screen.getByTestId("signin-slow").textContent).toBe(t("signin-slow"));
    enter(null);
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.queryByTestId("signin-slow")).toBeNull();
    // A quick answer leaves no word that comes later.
    answers["sign_in"] = () => Promise.reject([problem("vault-password-wrong")]);
    await fireEvent.click(screen.getByTestId("signin-enter"));
    await vi.advanceTimersByTimeAsync(9_000);
    expect(screen.queryByTestId("signin-slow")).toBeNull();
  } finally {
    vi.useRealTimers();
  }
});
