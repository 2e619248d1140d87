// The one entry of the window: styles, the webview's own keys off, the desk mounted.
import "@fontsource-variable/golos-text/index.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { guardWindow } from "./keys/guard";

guardWindow(window);
const target = document.getElementById("app");
if (target) mount(App, { target });
