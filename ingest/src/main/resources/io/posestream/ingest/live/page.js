/** The page: what the service says, tile by tile. */

import {Feed} from './feed.js';
import {arrange} from './grid.js';
import {SkeletonPen} from './skeleton.js';
import {fates, Tile} from './tile.js';
import {element, milliseconds, perSecond} from './words.js';

const byId = (id) => document.getElementById(id);
const tiles = new Map();
let pen = null;
let maxCameras = 0;
/** Null: the first cameras of the service's list. */
let chosen = null;
let first = [];

const feed = new Feed({
  connected: () => say('live', 'live'),
  lost: (reason, retryMs) =>
    say('lost', `connection lost${reason ? `: ${reason}` : ''}; trying again in ${(retryMs / 1000).toFixed(1)} s`),
  hello: (hello) => {
    pen = new SkeletonPen(hello);
    maxCameras = hello.maxCameras;
  },
  statistics: showStatistics,
  picture: (header, jpeg) => tile(header.camera).show(header, jpeg, pen),
});

function say(state, words) {
  byId('connection').dataset.state = state;
  byId('connection').textContent = words;
  document.body.dataset.state = state;
}

function showStatistics(statistics) {
  first = statistics.first;
  byId('trouble').textContent = statistics.trouble ?? '';
  byId('trouble').hidden = !statistics.trouble;
  showTotals(statistics);
  removeTilesExcept(statistics.cameras.map((summary) => summary.camera));
  for (const summary of statistics.cameras) {
    tile(summary.camera).update(summary, watched().includes(summary.camera));
  }
  layOut();
  showNothing(statistics);
}

function showTotals({total, cameras, duplicates}) {
  const entry = (name, value) => element('div', {}, element('dt', {}, name), element('dd', {}, value));
  const entries = [
    entry('cameras', String(cameras.length)),
    entry('rate', perSecond(total.framesPerSecond)),
    entry('age', milliseconds(total.ageMillis)),
    ...fates(total.fates),
  ];
  if (duplicates > 0) {
    entries.push(entry('duplicates', String(duplicates)));
  }
  byId('totals').replaceChildren(...entries);
}

function showNothing({cameras, published}) {
  byId('nothing').hidden = cameras.length > 0;
  if (cameras.length > 0) {
    return;
  }
  if (published > 0) {
    byId('nothing-title').textContent = 'No frame has come back yet';
    byId('nothing-advice').textContent = `${published} are published, and none has a fate. Is a worker running?`;
    byId('nothing-command').textContent = './pose infer';
  } else {
    byId('nothing-title').textContent = 'No camera yet';
    byId('nothing-advice').textContent = 'Send a frame, and its camera appears here:';
    byId('nothing-command').textContent =
      `curl --data-binary @frame.jpg ${location.origin}/v1/cameras/door/frames`;
  }
}

/** The tile of a camera, made where there is none; tiles stand in the order of their names. */
function tile(camera) {
  if (!tiles.has(camera)) {
    const made = new Tile(camera, toggle);
    const after = [...tiles.keys()].filter((other) => other > camera).sort()[0];
    byId('cameras').insertBefore(made.element, after === undefined ? null : tiles.get(after).element);
    tiles.set(camera, made);
    layOut();
  }
  return tiles.get(camera);
}

function removeTilesExcept(cameras) {
  const kept = new Set(cameras);
  for (const [camera, old] of tiles) {
    if (!kept.has(camera)) {
      old.element.remove();
      tiles.delete(camera);
    }
  }
}

function layOut() {
  arrange(byId('cameras'), byId('legend'));
}

function watched() {
  return chosen ?? first;
}

/** The service shows so many cameras at once: one more takes the place of the one that is watched for longest. */
function toggle(camera) {
  if (watched().includes(camera)) {
    chosen = watched().filter((other) => other !== camera);
  } else {
    chosen = [...watched(), camera].slice(-maxCameras);
  }
  choose();
}

/** A page that nobody sees gets no pictures. */
function choose() {
  feed.choose(document.hidden ? [] : chosen);
}

window.addEventListener('resize', layOut);
document.addEventListener('visibilitychange', choose);
choose();
feed.connect();
