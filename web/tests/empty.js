// A server on an empty database of its own, as an office has it on the first day.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const web = resolve(import.meta.dirname, "..");

/** Starts it, with further options of `serve`; gives its address, the link that sets the administrator's password, and what ends it. */
export async function emptyServer(options = []) {
  const target = process.env.CARGO_TARGET_DIR ?? resolve(web, "../target");
  const binary = process.env.GANGYAO_BINARY ?? resolve(web, "..", target, "debug/gangyao");
  const folder = mkdtempSync(join(tmpdir(), "gangyao-"));
  const server = spawn(binary, ["serve", "--data", folder, "--listen", "127.0.0.1:0", ...options], { stdio: ["ignore", "pipe", "ignore"] });
  const said = await new Promise((found, failed) => {
    let said = "";
    const late = setTimeout(() => failed(new Error(`The server is not ready after 60 s. It says:\n${said}`)), 60_000);
    server.stdout.on("data", (bytes) => {
      said += bytes;
      if (/\/link\/\S+/.test(said)) { clearTimeout(late); found(said); }
    });
    server.on("exit", (code) => failed(new Error(`The server ended with ${code}. It said:\n${said}`)));
  });
  return {
    address: said.match(/http:\/\/127\.0\.0\.1:\d+/)[0],
    link: said.match(/http\S+\/link\/[\w-]+/)[0],
    end: async () => {
      server.removeAllListeners("exit");
      const ended = new Promise((done) => server.once("exit", done));
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
