/** One camera on the page: its last picture, its numbers and its fates. */

import {element, fateText, FATES, frames, milliseconds, perSecond} from './words.js';

/** A camera silent for longer shows an old picture, and says so. */
const SILENT_SECONDS = 3;

export class Tile {
  element;
  #camera;
  #canvas = element('canvas', {role: 'img'});
  #rate = element('span', {class: 'rate', title: 'Frames a second, posed or found empty, over the last seconds'});
  #age = element('span', {class: 'age', title: 'Age of a frame when its skeleton was ready, median over the last seconds'});
  #note = element('p', {class: 'note'});
  #button = element('button', {type: 'button'});
  #bar = element('div', {class: 'bar', role: 'img'});
  #segments = new Map();
  #counts = element('dl', {class: 'counts'});
  #next = null;
  #decoding = false;
  #watched = true;
  #hasPicture = false;

  /** @param toggle called with the camera when its button is pressed */
  constructor(camera, toggle) {
    this.#camera = camera;
    this.#canvas.setAttribute('aria-label', `Camera ${camera}, no picture yet`);
    this.#button.addEventListener('click', () => toggle(camera));
    for (const fate of FATES) {
      const segment = element('span', {'data-fate': fate});
      this.#segments.set(fate, segment);
      this.#bar.append(segment);
    }
    this.element = element('article', {class: 'tile', 'aria-label': `Camera ${camera}`, 'data-camera': camera},
      element('header', {}, element('h2', {title: camera}, camera), this.#rate, this.#age, this.#button),
      element('div', {class: 'picture'}, this.#canvas, this.#note),
      this.#bar,
      this.#counts);
    this.#explain(0);
  }

  /** @param summary of the service's statistics; @param watched whether pictures are to be expected */
  update(summary, watched) {
    this.#watched = watched;
    this.element.dataset.watched = watched;
    this.#button.textContent = watched ? 'Hide' : 'Show';
    this.#button.setAttribute('aria-label', `${watched ? 'Hide' : 'Show'} the picture of camera ${this.#camera}`);
    this.#rate.textContent = perSecond(summary.framesPerSecond);
    this.#age.textContent = milliseconds(summary.ageMillis);
    for (const [fate, segment] of this.#segments) {
      segment.style.flexGrow = summary.fates[fate] ?? 0;
    }
    this.#bar.setAttribute('aria-label', `Fates: ${fateText(summary.fates)}`);
    this.#counts.replaceChildren(...fates(summary.fates));
    this.#explain(summary.silentSeconds);
  }

  /** Draws the newest picture; what comes while one is decoded waits only until a newer one comes. */
  async show(header, jpeg, pen) {
    this.#next = {header, jpeg};
    if (this.#decoding) {
      return;
    }
    this.#decoding = true;
    try {
      while (this.#next) {
        const picture = this.#next;
        this.#next = null;
        await this.#decodeAndDraw(picture, pen);
      }
    } finally {
      this.#decoding = false;
    }
  }

  async #decodeAndDraw({header, jpeg}, pen) {
    let bitmap;
    try {
      // As displayed: keypoints are in the pixels of the picture turned as its EXIF orientation says.
      bitmap = await createImageBitmap(new Blob([jpeg], {type: 'image/jpeg'}), {imageOrientation: 'from-image'});
    } catch {
      this.#canvas.setAttribute('aria-label', `Camera ${this.#camera}: this browser cannot decode its pictures`);
      return;
    }
    if (this.#watched) {
      this.#draw(header, bitmap, pen);
    }
    bitmap.close();
  }

  #draw(header, bitmap, pen) {
    const canvas = this.#canvas;
    const context = canvas.getContext('2d', {alpha: false});
    const density = window.devicePixelRatio || 1;
    const box = canvas.parentElement;
    const fit = Math.min(box.clientWidth * density / bitmap.width, box.clientHeight * density / bitmap.height);
    const [width, height] = [Math.max(1, Math.round(bitmap.width * fit)), Math.max(1, Math.round(bitmap.height * fit))];
    if (canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width, height];
    }
    context.drawImage(bitmap, 0, 0, width, height);
    // A picture that the browser turns another way than the worker did is shown without its skeletons.
    if (bitmap.width === header.widthPx && bitmap.height === header.heightPx) {
      pen.draw(context, header, width / bitmap.width, density * thickness(height / density));
    }
    canvas.dataset.frame = `${header.camera}/${header.session}/${header.sequence}`;
    const people = header.persons.length === 1 ? '1 person' : `${header.persons.length} persons`;
    canvas.setAttribute('aria-label', `Camera ${this.#camera}: ${people}`);
    this.#hasPicture = true;
  }

  #explain(silentSeconds) {
    const silent = silentSeconds > SILENT_SECONDS;
    this.element.dataset.silent = silent;
    if (!this.#watched) {
      this.#note.textContent = 'hidden';
    } else if (silent) {
      this.#note.textContent = `silent for ${Math.round(silentSeconds)} s`;
    } else {
      this.#note.textContent = this.#hasPicture ? '' : 'no picture yet';
    }
    this.#note.hidden = this.#note.textContent === '';
  }
}

/** Thinner lines in a small picture; @param heightPx of the screen */
function thickness(heightPx) {
  return Math.min(1, Math.max(0.5, heightPx / 400));
}

/** The list entries of all fates that there are. */
export function fates(counts) {
  return FATES.filter((fate) => counts[fate]).map((fate) =>
    element('div', {'data-fate': fate},
      element('dt', {}, fate.toLowerCase()),
      element('dd', {}, frames(counts[fate]))));
}
