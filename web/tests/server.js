// Starts the demo on a free port before the tests and ends it behind them.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const web = resolve(import.meta.dirname, "..");

export default async function start() {
  const target = process.env.CARGO_TARGET_DIR ?? resolve(web, "../target");
  const binary = process.env.GANGYAO_BINARY ?? resolve(web, "..", target, "debug/gangyao");
  if (!existsSync(binary)) {
    throw new Error(`There is no ${binary}. Build it with "cargo build -p cli", or name another in GANGYAO_BINARY.`);
  }
  const server = spawn(binary, ["demo", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const said = await new Promise((found, failed) => {
    let said = "";
    const late = setTimeout(() => failed(new Error(`The demo is not ready after 60 s. It says:\n${said}`)), 60_000);
    server.stdout.on("data", (bytes) => {
      said += bytes;
      // The accounts are printed last.
      if (/^ {2}bureau\s+\S+.*\n/m.test(said)) { clearTimeout(late); found(said); }
    });
    server.on("error", failed);
    server.on("exit", (code) => failed(new Error(`The demo ended with ${code}. It said:\n${said}`)));
  });
  process.env.GANGYAO_ADDRESS = said.match(/http:\/\/127\.0\.0\.1:\d+/)[0];
  const accounts = [...said.matchAll(/^ {2}([a-z]+) +(\w{16}) /gm)].map(([, name, password]) => [name, password]);
  process.env.GANGYAO_ACCOUNTS = JSON.stringify(Object.fromEntries(accounts));
  return async () => {
    server.removeAllListeners("exit");
    const ended = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await ended;
  };
}
