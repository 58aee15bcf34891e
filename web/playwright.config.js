// The pages in a real browser: Chromium of the system, with the demo server that global setup starts.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results/run",
  // The only pictures that are kept are those of the manual.
  snapshotPathTemplate: "{testDir}/../../docs/manual/images/{arg}{ext}",
  globalSetup: "./tests/server.js",
  fullyParallel: true,
  workers: 2,
  // A test that passes only at the second try is to be mended. On a shared machine a browser drawn by software can be held
  // back past its time by another program; there one more try is made, and the list names the test as flaky.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  // Long enough for a machine that does other things too.
  timeout: 120_000,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    locale: "zh-CN",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
        // Maps are drawn by WebGL, here in software.
        "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
      ],
    },
  },
});
