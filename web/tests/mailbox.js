// A mail server of the test: takes what the server of the pages sends and keeps it.
import { createServer } from "node:net";

/** Starts it; gives the address for the settings, `next` that waits for a mail to somebody, and what ends it. */
export async function mailbox() {
  const mails = [];
  const server = createServer((socket) => {
    let held = "";
    let mail = null;
    socket.setEncoding("latin1");
    const say = (line) => socket.write(`${line}\r\n`);
    say("220 mailbox.test");
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => {
      held += bytes;
      for (let end = held.indexOf("\r\n"); end >= 0; end = held.indexOf("\r\n")) {
        const line = held.slice(0, end);
        held = held.slice(end + 2);
        if (mail?.lines) {
          if (line === ".") {
            mails.push({ to: mail.to, text: read(mail.lines) });
            mail = null;
            say("250 kept");
          } else mail.lines.push(line.replace(/^\.\./, "."));
        } else if (/^(EHLO|HELO)/i.test(line)) say("250 mailbox.test");
        else if (/^MAIL/i.test(line)) { mail = { to: "" }; say("250 ok"); }
        else if (/^RCPT/i.test(line)) { mail.to = line.match(/<([^>]*)>/)[1]; say("250 ok"); }
        else if (/^DATA/i.test(line)) { mail.lines = []; say("354 go on"); }
        else if (/^QUIT/i.test(line)) { say("221 bye"); socket.end(); }
        else say("250 ok");
      }
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `smtp://127.0.0.1:${server.address().port}`,
    next: async (to, holds, seconds = 120) => {
      for (let tries = 0; tries < seconds * 5; tries += 1) {
        const at = mails.findIndex((mail) => mail.to === to && holds.test(mail.text));
        if (at >= 0) return mails.splice(at, 1)[0];
        await new Promise((done) => setTimeout(done, 200));
      }
      throw new Error(`No mail to ${to} that holds ${holds}; there are ${JSON.stringify(mails)}`);
    },
    count: () => mails.length,
    end: () => new Promise((done) => server.close(done)),
  };
}

/** Head and text of a mail, the text decoded. */
function read(lines) {
  const empty = lines.indexOf("");
  const head = lines.slice(0, empty).join("\n");
  const body = lines.slice(empty + 1).join("\r\n");
  const way = (head.match(/^content-transfer-encoding:\s*(\S+)/im)?.[1] ?? "").toLowerCase();
  let bytes = Buffer.from(body, "latin1");
  if (way === "base64") bytes = Buffer.from(body, "base64");
  if (way === "quoted-printable") {
    const plain = body.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    bytes = Buffer.from(plain, "latin1");
  }
  return `${head}\n\n${bytes.toString("utf8").replaceAll("\r\n", "\n")}`;
}
