/** Draws persons over their picture. */

/** Those of `./pose image`. */
const COLOURS = {left: '#00ff00', right: '#ff8000', centre: '#3399ff'};
const BOX_COLOUR = 'rgba(255, 255, 255, 0.35)';
const LINE_PX = 2.5;
const POINT_PX = 3;

export class SkeletonPen {
  #layouts;
  #minScore;

  /** @param hello the service's first message: layouts by name, least score of a keypoint */
  constructor(hello) {
    this.#layouts = hello.layouts;
    this.#minScore = hello.minScore;
  }

  /**
   * @param header of the picture
   * @param scale canvas pixels for one of the picture
   * @param unit factor of the thickness of lines and points
   */
  draw(context, header, scale, unit) {
    const layout = this.#layouts[header.layout];
    if (!layout) {
      return;
    }
    context.lineCap = 'round';
    for (const person of header.persons) {
      this.#drawBox(context, person.box, scale, unit);
    }
    for (const person of header.persons) {
      this.#drawPerson(context, person, layout, scale, unit);
    }
  }

  #drawBox(context, [x1, y1, x2, y2], scale, unit) {
    context.strokeStyle = BOX_COLOUR;
    context.lineWidth = unit;
    context.strokeRect(x1 * scale, y1 * scale, (x2 - x1) * scale, (y2 - y1) * scale);
  }

  #drawPerson(context, person, layout, scale, unit) {
    const points = new Map();
    person.keypoints.forEach((keypoint, k) => {
      if (keypoint && keypoint[2] >= this.#minScore) {
        // (0, 0) is the centre of the first pixel, on a canvas its corner.
        const [x, y] = [(keypoint[0] + 0.5) * scale, (keypoint[1] + 0.5) * scale];
        points.set(layout.keypoints[k], {x, y, side: layout.sides[k]});
      }
    });
    context.lineWidth = LINE_PX * unit;
    for (const [from, to] of this.#layouts[person.limbs].limbs) {
      if (points.has(from) && points.has(to)) {
        drawLimb(context, points.get(from), points.get(to));
      }
    }
    for (const {x, y, side} of points.values()) {
      context.fillStyle = COLOURS[side];
      context.beginPath();
      context.arc(x, y, POINT_PX * unit, 0, 2 * Math.PI);
      context.fill();
    }
  }
}

function drawLimb(context, from, to) {
  context.strokeStyle = COLOURS[from.side === 'centre' ? to.side : from.side];
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}
