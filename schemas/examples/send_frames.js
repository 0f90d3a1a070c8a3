// Sends JPEGs over a WebSocket, in order: node send_frames.js CAMERA FILE…
// POSE_INGEST names the ingest, by default 127.0.0.1:8080.
import { readFile } from "node:fs/promises";
import WebSocket from "ws";

const [camera, ...files] = process.argv.slice(2);
const ingest = process.env.POSE_INGEST ?? "127.0.0.1:8080";
const socket = new WebSocket(`ws://${ingest}/v1/cameras/${camera}/stream`);

let answered = 0;
let answer = () => {};
socket.on("message", (text) => {
  // Answers come in the order of the frames.
  console.log(files[answered++], String(text));
  answer();
});
socket.on("close", (code, reason) => {
  if (answered < files.length) {
    console.error(`closed ${code} ${reason}, ${files.length - answered} frames without an answer`);
    process.exitCode = 1;
  }
  answer();
});
await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));

for (const [number, file] of files.entries()) {
  const jpeg = await readFile(file);
  socket.send(JSON.stringify({ "X-Capture-Time": Date.now() * 1000, "X-Client-Sequence": number }));
  socket.send(jpeg);
  // Ingest takes up to four frames ahead of its answers; more would only pile up here.
  while (number + 1 - answered >= 4 && socket.readyState === WebSocket.OPEN) {
    await new Promise((resolve) => (answer = resolve));
  }
}
while (answered < files.length && socket.readyState === WebSocket.OPEN) {
  await new Promise((resolve) => (answer = resolve));
}
socket.close();
